//! Units as types.

use num_traits::ToPrimitive;
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use tallyform::plan::{Kind, Plan, Unit};

use super::layout::Layout;
use super::{Unprintable, docs};

/// The module `unit`.
pub(super) fn module(plan: &Plan, layout: &Layout<'_>) -> Result<TokenStream, Unprintable> {
    let mut items = TokenStream::new();
    for (unit, name) in plan.units.iter().zip(&layout.units) {
        let docs = docs::attributes(&docs::unit(plan, unit));
        let (id, decimals) = (&unit.id, unit.decimals);
        items.extend(quote! {
            #docs
            pub enum #name {}

            #[automatically_derived]
            impl ::tallyform::Unit for #name {
                const ID: &'static str = #id;
                const DECIMALS: u8 = #decimals;

                #[inline]
                fn form() -> &'static ::tallyform::__private::Form {
                    &super::FORM
                }
            }
        });
        if unit.kind == Kind::Count {
            items.extend(quote! {
                #[automatically_derived]
                impl ::tallyform::typed::Counts for #name {}
            });
        }
        for (other, other_name) in plan.units.iter().zip(&layout.units) {
            if other.id == unit.id || !convertible(unit, other) {
                continue;
            }
            // A factor past 128 bits converts nothing that fits a cell.
            let Some((numerator, denominator)) = factor(unit, other) else { continue };
            let exact = ends(denominator);
            let (numerator, denominator) = (Literal::i128_unsuffixed(numerator), Literal::i128_unsuffixed(denominator));
            items.extend(quote! {
                #[automatically_derived]
                impl ::tallyform::typed::ConvertsTo<#other_name> for #name {
                    const NUMERATOR: i128 = #numerator;
                    const DENOMINATOR: i128 = #denominator;
                }
            });
            if exact {
                items.extend(quote! {
                    #[automatically_derived]
                    impl ::tallyform::typed::ExactlyTo<#other_name> for #name {}
                });
            }
        }
    }
    Ok(quote! {
        /// The units of the form.
        pub mod unit {
            #items
        }
    })
}

/// Units convert where they are of one kind and said to be of the same thing; times and ratios need not say so.
fn convertible(unit: &Unit, other: &Unit) -> bool {
    let same = unit.kind == other.kind && unit.of == other.of;
    match unit.kind {
        Kind::Count => false,
        Kind::Amount | Kind::Money => same && unit.of.is_some(),
        Kind::Duration | Kind::Ratio => same,
    }
}

fn factor(unit: &Unit, other: &Unit) -> Option<(i128, i128)> {
    let factor = unit.factor.as_big() / other.factor.as_big();
    Some((factor.numer().to_i128()?, factor.denom().to_i128()?))
}

/// Whether a quotient by it always ends as a decimal.
fn ends(mut denominator: i128) -> bool {
    for prime in [2, 5] {
        while denominator > 1 && denominator % prime == 0 {
            denominator /= prime;
        }
    }
    denominator == 1
}
