//! The program as people run it: the real binary on good and bad input.

mod beside;
mod check;
mod convert;
mod crosswalk;
mod generate;
mod hostile;
mod memory;
mod migrate;
mod misuse;
mod others;
mod publish;
mod revise;
mod support;
mod validate;
