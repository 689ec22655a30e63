//! The forms of this repository as typed Rust, a module a form and revision.
//!
//! The files that others read (plans, JSON Schema) stand beside this crate in `published/`.

tallyform::include_forms!();
