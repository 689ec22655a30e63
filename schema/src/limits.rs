//! Limits on what a form file may cost to read, so that files from strangers can be checked.

/// Greatest size of a form file in bytes: 8 MiB. The largest form known so far has 30 KiB.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;

/// Greatest depth to which lists and mappings nest, aliases expanded.
pub const MAX_DEPTH: usize = 64;

/// Greatest number of YAML values (keys, scalars, lists, mappings) in a file, aliases expanded.
pub const MAX_VALUES: usize = 1_000_000;

/// Greatest number of headings and figures in a form. A labelled one takes five YAML values, so that this limit is
/// reached before that of values.
pub const MAX_NODES: usize = 100_000;

/// Greatest number of marks in a form; every cell may take all of them.
pub const MAX_MARKS: usize = 200;

/// Greatest number of states of a form.
pub const MAX_STATES: usize = 32;

/// Greatest number of errors that are shown of one run.
pub const MAX_ERRORS: usize = 100;

/// Greatest number of digits in a number of a form file.
pub const MAX_DIGITS: usize = 40;

/// How often the reader starts again after a syntax error in order to find further ones.
pub const MAX_RECOVERIES: usize = 20;

/// Greatest number of figures that `x.*` and ranges of codes stand for, over all checks of a form.
pub const MAX_NAMED: usize = 500_000;

/// Greatest number of forms that revise one another.
pub const MAX_REVISIONS: usize = 200;

/// How many diagnostics a stage collects before it stops adding to them.
pub(crate) const MAX_COLLECTED: usize = 10_000;
