//! Two revisions of a form: what became of each figure.

mod lineage;

pub use lineage::{Ancestry, Lineage, NotNext};
