//! The Rust examples of the book, run as documentation tests.

/// The Rust chapter.
#[doc = include_str!("../../docs/src/rust.md")]
pub struct Rust;
