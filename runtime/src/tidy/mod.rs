//! The tidy form of reports: a table with one line a figure, for statisticians and their tools.
//!
//! A line names its report by identity and period, its figure by path and dimensions, and gives value, unit and status.
//! What else a report holds has lines of its own, so that reports come back as they were. Here a line is a list of texts
//! in the order of [`Tidy::columns`]; how lines become bytes is for CSV or [NDJSON](Tidy::read_json) to say.

pub(crate) mod line;
mod names;
mod ndjson;
mod read;
mod status;
pub(crate) mod value;
mod write;

pub use line::{Kind, Line};
pub use read::{BadLine, Gathered, MAX_BAD_LINES, Reader};
pub use status::Status;

use std::collections::BTreeMap;

use self::names::Names;
use crate::plan::Plan;
use crate::validator::{PlanError, Validator};

/// Columns that every table has, those before the dimensions and those after them.
const BEFORE: [&str; 2] = ["period", "path"];
const AFTER: [&str; 3] = ["value", "unit", "status"];

/// Paths of lines that belong to no cell. No node has them: they are reserved at the root.
const FORM: &str = "form";
const STATE: &str = "state";
const STRAY: &str = "stray";
const EXPLANATIONS: &str = "explanations";

/// What a row of an open dimension is called in its column begins so where its key cannot say it.
const NUMBERED: char = '#';

/// A validator's form as a table.
#[derive(Debug)]
pub struct Tidy<'v> {
    validator: &'v Validator,
    columns: Vec<String>,
    /// Position of each column by its name.
    positions: BTreeMap<String, usize>,
    names: Names,
}

impl<'v> Tidy<'v> {
    /// The table of a form.
    ///
    /// # Errors
    /// Where two cells of the plan would have one name. No form makes such a plan.
    pub fn new(validator: &'v Validator) -> Result<Self, PlanError> {
        let plan = validator.plan();
        let names = Names::new(plan)?;
        let columns = columns(plan)?;
        let mut positions = BTreeMap::new();
        for (position, column) in columns.iter().enumerate() {
            if positions.insert(column.clone(), position).is_some() {
                let message = format!("two columns of its tidy form are called `{column}`");
                return Err(PlanError { at: "/identity".to_owned(), message });
            }
        }
        Ok(Self { validator, columns, positions, names })
    }

    /// The names of the columns: identity fields, `period`, `path`, dimensions, `value`, `unit`, `status`.
    ///
    /// A field that is called like another column is `header.FIELD`, such a dimension `by.DIMENSION`.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The position of a column among [`Tidy::columns`].
    #[must_use]
    pub fn position(&self, column: &str) -> Option<usize> {
        self.positions.get(column).copied()
    }

    /// For each column of a table that comes from elsewhere, its position among [`Tidy::columns`].
    ///
    /// # Errors
    /// Where a column is none of the form's or is there twice, or `path` or `value` is missing: a sentence that says so.
    pub fn order<S: AsRef<str>>(&self, header: &[S]) -> Result<Vec<usize>, String> {
        let mut order = Vec::with_capacity(header.len());
        for name in header.iter().map(AsRef::as_ref) {
            let known = || self.columns.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let position = self
                .position(name)
                .ok_or_else(|| format!("there is no column `{name}` in this form; its columns are {}", known()))?;
            if order.contains(&position) {
                return Err(format!("the column `{name}` is there twice"));
            }
            order.push(position);
        }
        match [BEFORE[1], AFTER[0]].into_iter().find(|name| self.position(name).is_none_or(|at| !order.contains(&at))) {
            Some(missing) => Err(format!("the column `{missing}` is missing")),
            None => Ok(order),
        }
    }

    fn plan(&self) -> &'v Plan {
        self.validator.plan()
    }

    /// How many columns say which report a line belongs to.
    fn heads(&self) -> usize {
        self.plan().identity.len() + 1
    }

    /// The positions of the dimensions' columns.
    fn dimensions(&self) -> std::ops::Range<usize> {
        let first = self.heads() + 1;
        first..first + self.plan().dimensions.len()
    }
}

fn columns(plan: &Plan) -> Result<Vec<String>, PlanError> {
    let is_fixed = |id: &str| BEFORE.contains(&id) || AFTER.contains(&id);
    let mut columns = Vec::new();
    for (at, cell) in plan.identity.iter().enumerate() {
        let node = plan.cells.get(*cell as usize).filter(|cell| cell.section.is_none());
        let Some(node) = node.and_then(|cell| plan.nodes.get(cell.node as usize)) else {
            let message = "identity is in the header, not in rows".to_owned();
            return Err(PlanError { at: format!("/identity/{at}"), message });
        };
        let is_taken = is_fixed(&node.id) || plan.dimensions.iter().any(|dimension| dimension.id == node.id);
        columns.push(if is_taken { format!("header.{}", node.id) } else { node.id.clone() });
    }
    columns.extend(BEFORE.map(str::to_owned));
    for dimension in &plan.dimensions {
        columns.push(if is_fixed(&dimension.id) { format!("by.{}", dimension.id) } else { dimension.id.clone() });
    }
    columns.extend(AFTER.map(str::to_owned));
    Ok(columns)
}
