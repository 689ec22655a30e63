//! Typed, exact and fully checked statistical reports.
//!
//! This crate is the runtime and the macro under one name. They cannot be one crate: the macro is made with the plan's
//! types, which are the runtime's, and so stands above it.

pub use tallyform_runtime::*;

#[cfg(feature = "macros")]
pub use tallyform_macros::form;
