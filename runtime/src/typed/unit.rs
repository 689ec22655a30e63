//! Units as types, so that figures of different units do not mix.

use crate::typed::Form;

/// A unit of a form. Generated for every unit; the type has no values.
///
/// ```compile_fail
/// # use tallyform_runtime::typed::{Quantity, Unit};
/// fn mixed<A: Unit, B: Unit>(a: Quantity<A>, b: Quantity<B>) -> Quantity<A> {
///     a + b // mismatched types
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no unit of a form",
    note = "the units of a form are the types in the module `unit` beside its `Report`"
)]
pub trait Unit: Sized + 'static {
    /// The unit as the form says and prints it.
    const ID: &'static str;
    /// Decimal places that figures in this unit have unless their cell says otherwise.
    const DECIMALS: u8;

    /// The form that the unit belongs to.
    #[doc(hidden)]
    fn form() -> &'static Form;
}

/// A unit whose figures can be said in another one: both are of one kind, and of the same thing.
///
/// One of `Self` is `NUMERATOR / DENOMINATOR` of `Other`. Counting units have no such factor; see
/// [`Quantity::counted_as`](crate::typed::Quantity::counted_as).
#[diagnostic::on_unimplemented(
    message = "figures in `{Self}` cannot be converted to `{Other}`",
    note = "units convert where they are of one kind and multiples of the same thing (`of` in the form)",
    note = "units that count things do not convert; `counted_as` says that two counts are of the same things"
)]
pub trait ConvertsTo<Other: Unit>: Unit {
    /// Numerator of the factor, in lowest terms.
    const NUMERATOR: i128;
    /// Denominator of the factor, in lowest terms.
    const DENOMINATOR: i128;
}

/// Said where every figure in `Self` has an exact decimal in `Other`: the denominator of the factor has no prime
/// factors but 2 and 5.
#[diagnostic::on_unimplemented(
    message = "figures in `{Self}` do not convert exactly to `{Other}`",
    note = "units convert where they are of one kind and multiples of the same thing (`of` in the form)",
    note = "units that count things do not convert; `counted_as` says that two counts are of the same things",
    note = "where the factor leaves remainders, `try_convert` says for each figure whether it has an exact decimal"
)]
pub trait ExactlyTo<Other: Unit>: ConvertsTo<Other> {}

/// A unit that counts things.
#[diagnostic::on_unimplemented(message = "`{Self}` is no unit that counts things")]
pub trait Counts: Unit {}
