//! Typed, exact and fully checked statistical reports.

pub mod exact;
pub mod finding;
pub mod plan;

pub use finding::{CellValue, Finding, Literal, Outcome};
