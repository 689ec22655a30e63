//! All changes between two plans.

use serde::Serialize;
use tallyform::plan::Plan;

use crate::change::Change;
use crate::kin::Kinship;
use crate::{checks, form, nodes};

/// What changed between two forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Identity and revision of the earlier form.
    pub from: (String, String),
    /// Identity and revision of the later form.
    pub to: (String, String),
    /// How the one was matched with the other.
    pub how: How,
    /// By kind, then in the order of the later form; what is gone first, in the order of the earlier one.
    pub changes: Vec<Change>,
}

/// How two forms were matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The later one says what everything was in the earlier one.
    Next {
        /// Both are one revision, in two versions of its file.
        same: bool,
    },
    /// By what the revisions between them say.
    Chain {
        /// Their names, the earliest first.
        through: Vec<String>,
    },
    /// By path, since nothing says what became of what: what was renamed is gone and added here.
    Paths,
}

impl Difference {
    /// Compares two forms. `between` are the revisions before `new` that are at hand, in any order.
    #[must_use]
    pub fn between(old: &Plan, new: &Plan, between: &[&Plan]) -> Self {
        let kinship = Kinship::new(old, new, between);
        let mut changes = form::changes(old, new);
        changes.extend(nodes::changes(old, new, &kinship));
        changes.extend(checks::changes(old, new, &kinship));
        // The sort is stable: within a kind the order is that of the form.
        changes.sort_by_key(|change| change.kind);
        let name = |plan: &Plan| (plan.form.clone(), plan.revision.clone());
        Self { from: name(old), to: name(new), how: kinship.how, changes }
    }
}
