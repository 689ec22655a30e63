//! What the end-to-end tests share.
//!
//! [`oracle`] is a second evaluator, written from the language's description and not from the first: simple, slow and
//! by enumeration. [`dice`] turns random bytes into choices, and [`invent`] turns choices into plans and reports.

pub mod agreement;
#[cfg(doctest)]
pub mod book;
pub mod dice;
pub mod drawn;
pub mod forms;
pub mod house;
pub mod invent;
pub mod mutate;
pub mod neighbours;
pub mod oracle;
pub mod revise;
pub mod targets;
pub mod tools;
