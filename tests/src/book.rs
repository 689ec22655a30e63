//! The Rust examples of the book, run as documentation tests.

/// The chapter on plans.
#[doc = include_str!("../../docs/src/plan.md")]
pub struct Plan;

/// The Rust chapter.
#[doc = include_str!("../../docs/src/rust.md")]
pub struct Rust;
