//! The Rust examples of the book, run as documentation tests.

// The other blocks say what file they are, which is for the test that runs the chapters.
#![allow(rustdoc::invalid_codeblock_attributes)]

/// The chapter on plans.
#[doc = include_str!("../../docs/src/plan.md")]
pub struct Plan;

/// The Rust chapter.
#[doc = include_str!("../../docs/src/rust.md")]
pub struct Rust;

/// The README.
#[doc = include_str!("../../README.md")]
pub struct Readme;
