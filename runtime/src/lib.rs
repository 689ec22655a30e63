//! Typed, exact and fully checked statistical reports.
//!
//! A [`Plan`] is one revision of one form as plain data. A [`Validator`] is a plan made ready; it reads a report and
//! gives [`Finding`]s, each of which says what is wrong, where in the report, and where the form says so.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod cell;
mod evaluate;
pub mod exact;
pub mod finding;
pub mod interval;
#[cfg(feature = "jsonschema")]
pub mod json_schema;
mod message;
pub mod plan;
pub mod read;
pub mod report;
pub mod revision;
pub mod tally;
pub mod tidy;
pub mod typed;
pub mod validator;
mod write;

pub use finding::{CellValue, Finding, Literal, Outcome};
pub use plan::Plan;
pub use report::Report;
pub use tally::{Counts, Tally};
pub use typed::{Carried, Cell, Findings, NotCarried, Quantity, Token, Unit};
pub use validator::{PlanError, Scratch, Validation, Validator};

/// Takes in the modules that `tallyform_build` made in the crate's build script.
#[macro_export]
macro_rules! include_forms {
    () => {
        include!(concat!(env!("OUT_DIR"), "/forms.rs"));
    };
}
