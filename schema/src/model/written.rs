//! What no plan has a use for, as the file says it: kept so that a form can be written in full.

use std::collections::BTreeMap;

use super::{Cell, NodeId};
use crate::syntax;

/// What a file says beyond the rest of the model.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// What nodes say, those of them that say something.
    pub nodes: BTreeMap<NodeId, WrittenNode>,
    /// Dimensions in file order. They inherit nothing, so that what the file says of them is all of it.
    pub dimensions: Vec<syntax::Node>,
    /// Cells of figures with dimensions, by figure: what their cells hold where no member says otherwise.
    pub cells: BTreeMap<NodeId, Cell>,
}

/// What a node says of its dimensions and checks, and of those beneath it.
#[derive(Clone, Debug, Default)]
pub struct WrittenNode {
    /// `by`.
    pub by: Vec<syntax::Scalar>,
    /// `except`.
    pub except: Vec<Vec<syntax::Scalar>>,
    /// `severity`.
    pub severity: Option<syntax::Choices>,
    /// `over`.
    pub over: Option<syntax::Choices>,
    /// `note`; none inside for `false`.
    pub note: Option<Option<syntax::LangText>>,
    /// `columns`.
    pub columns: Option<syntax::Scalar>,
    /// `check`.
    pub checks: Vec<syntax::Check>,
}
