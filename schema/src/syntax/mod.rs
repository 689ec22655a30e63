//! What a form file says, as it says it: typed, every part with its span, nothing resolved.
//!
//! A missing or misspelt part has been reported before these types exist; what stands here has the right shape. The
//! whole language is here, also what the model cannot do yet.

mod attributes;
pub(crate) mod decode;
mod file;
mod node;
mod text;
mod wire;

pub use attributes::{Attributes, Choices, Over};
pub(crate) use decode::read;
pub use file::{CodeList, FormFile, Gone, Imprint, Mark, MarkMeaning, Period, Range, Unit};
pub use node::{Bounds, Check, CheckTuning, Children, ChildrenKey, Key, Members, Node, Total};
pub use text::LangText;
pub use wire::language_schema;

pub use crate::yaml::Scalar;

/// Whether the language has this key for a node of some kind.
pub(crate) fn is_key_of_a_node(key: &str) -> bool {
    decode::words::NODE.contains(&key)
}
