//! What the cells of a form are called in the table.

use std::collections::HashMap;

use crate::plan::{Bind, Content, EVERY_ROW, Plan, TOTAL};
use crate::validator::PlanError;

/// Between the parts of what a cell is found by.
const SEPARATOR: char = '\u{1f}';

/// What each cell of a plan is called, and the cell of each name.
#[derive(Debug)]
pub(super) struct Names {
    /// By cell.
    pub(super) cells: Vec<Name>,
    /// By section: the sections in whose rows its rows stand, outermost first, and itself.
    pub(super) chains: Vec<Vec<u32>>,
    /// Cells by path and dimensions.
    numbers: HashMap<String, u32>,
    /// How many cells there are of each path, and the dimensions that the first of them has.
    paths: HashMap<String, Vec<bool>>,
    /// Texts that dimensions are bound to; [`Name::at`] counts in this list.
    bounds: Vec<String>,
    /// By dimension, whether its members are rows.
    open: Vec<bool>,
}

/// What a cell is called.
#[derive(Debug)]
pub(super) struct Name {
    /// Path of the figure or field.
    pub(super) path: String,
    /// For each dimension of the plan what it is bound to, as an index into [`Names::bounds`]; 0 where it is not.
    at: Vec<u32>,
    /// The section in whose rows the cell stands.
    pub(super) section: Option<u32>,
    /// The unit of a figure, as an index into the plan's units.
    pub(super) unit: Option<u32>,
}

impl Names {
    pub(super) fn new(plan: &Plan) -> Result<Self, PlanError> {
        let mut names = Self {
            cells: Vec::with_capacity(plan.cells.len()),
            chains: Vec::with_capacity(plan.sections.len()),
            numbers: HashMap::with_capacity(plan.cells.len()),
            paths: HashMap::new(),
            bounds: vec![String::new()],
            open: vec![false; plan.dimensions.len()],
        };
        for (number, section) in plan.sections.iter().enumerate() {
            let fault =
                |message: &str| Err(PlanError { at: format!("/sections/{number}"), message: message.to_owned() });
            let mut chain = match section.above.map(|above| names.chains.get(above as usize)) {
                None => Vec::new(),
                Some(Some(chain)) => chain.clone(),
                Some(None) => return fault("it stands after the section above it"),
            };
            chain.extend(u32::try_from(number));
            let dimensions = chain.iter().filter_map(|section| plan.sections.get(*section as usize));
            if dimensions.filter(|other| other.dimension == section.dimension).count() > 1 {
                return fault("its dimension is that of a section around it");
            }
            match names.open.get_mut(section.dimension as usize) {
                Some(open) => *open = true,
                None => return fault("there is no such dimension"),
            }
            names.chains.push(chain);
        }
        let mut known: HashMap<String, u32> = HashMap::from([(String::new(), 0)]);
        for number in 0..plan.cells.len() {
            names.cell(plan, number, &mut known)?;
        }
        for (number, section) in plan.sections.iter().enumerate() {
            let key = names.cells.get(section.key as usize).and_then(|name| name.section);
            if key.is_none_or(|of| of as usize != number) {
                let message = "its key stands in other rows".to_owned();
                return Err(PlanError { at: format!("/sections/{number}/key"), message });
            }
        }
        Ok(names)
    }

    fn cell(&mut self, plan: &Plan, number: usize, known: &mut HashMap<String, u32>) -> Result<(), PlanError> {
        let fault = |message: String| Err(PlanError { at: format!("/cells/{number}"), message });
        let Some(cell) = plan.cells.get(number) else { return Ok(()) };
        let Some((_, figure)) = plan.figure_of(cell) else { return fault("it is of no figure".to_owned()) };
        let mut at = vec![0; plan.dimensions.len()];
        let mut bind = |dimension: usize, to: &str| {
            let next = u32::try_from(self.bounds.len()).unwrap_or(0);
            let index = *known.entry(to.to_owned()).or_insert(next);
            if index == next {
                self.bounds.push(to.to_owned());
            }
            if let Some(at) = at.get_mut(dimension) {
                *at = index;
            }
        };
        let stand = match plan.stand(cell.node) {
            Ok(stand) => stand,
            Err(message) => return fault(message),
        };
        for (number, bound) in &stand.at {
            let dimension = plan.dimensions.get(*number as usize);
            let member = |at: u32| dimension.and_then(|dimension| dimension.members.get(at as usize));
            let to = match bound {
                Bind::Whole => TOTAL,
                Bind::Row => EVERY_ROW,
                Bind::Member(at) => member(*at).map_or("", |member| member.id.as_str()),
            };
            bind(*number as usize, to);
        }
        let section = stand.section;
        if section != cell.section {
            return fault("its `section` is not that of the rows in which it stands".to_owned());
        }
        let unit = match &cell.content {
            Content::Figure(figure) => Some(figure.unit),
            _ => None,
        };
        let name = Name { path: figure.path.clone(), at, section, unit };
        let mut key = name.path.clone();
        for bound in self.at(&name) {
            key.push(SEPARATOR);
            key.push_str(bound);
        }
        if self.numbers.insert(key, u32::try_from(number).unwrap_or(u32::MAX)).is_some() {
            return fault(format!("another cell is at `{}` and the same dimensions", name.path));
        }
        let has = name.at.iter().map(|bound| *bound != 0).collect();
        self.paths.entry(name.path.clone()).or_insert(has);
        self.cells.push(name);
        Ok(())
    }

    /// What the dimensions are bound to: empty where a cell has one not, a member, `total`, or `*` in rows.
    pub(super) fn at<'n>(&'n self, name: &'n Name) -> impl Iterator<Item = &'n str> {
        name.at.iter().map(|bound| self.bounds.get(*bound as usize).map_or("", String::as_str))
    }

    /// The cell at a path and what the columns of the dimensions say.
    ///
    /// `buffer` is memory that is used again.
    pub(super) fn find<S: AsRef<str>>(&self, path: &str, at: &[S], buffer: &mut String) -> Option<u32> {
        buffer.clear();
        buffer.push_str(path);
        for (text, open) in at.iter().zip(&self.open) {
            buffer.push(SEPARATOR);
            let text = text.as_ref();
            buffer.push_str(if *open && !text.is_empty() && text != TOTAL { EVERY_ROW } else { text });
        }
        self.numbers.get(buffer.as_str()).copied()
    }

    /// Why there is no cell at a path and dimensions.
    pub(super) fn missing<S: AsRef<str>>(&self, plan: &Plan, path: &str, at: &[S]) -> (&'static str, String) {
        let Some(has) = self.paths.get(path) else {
            return ("path", format!("the form has no figure or field `{path}`"));
        };
        let ids = || plan.dimensions.iter().map(|dimension| dimension.id.as_str());
        let of_path: Vec<&str> = ids().zip(has).filter(|(_, has)| **has).map(|(id, _)| id).collect();
        let bound: Vec<String> = ids()
            .zip(at)
            .filter(|(_, text)| !text.as_ref().is_empty())
            .map(|(id, text)| format!("{id} `{}`", text.as_ref()))
            .collect();
        let has = if of_path.is_empty() { "it has no dimension".to_owned() } else { of_path.join(", ") };
        let message = match (bound.is_empty(), of_path.is_empty()) {
            (true, _) => format!("`{path}` is by {has}, and the line names none of them"),
            (false, true) => format!("`{path}` has no dimension, and the line says {}", bound.join(", ")),
            (false, false) => format!("`{path}` is by {has}, and has nothing at {}", bound.join(", ")),
        };
        ("path", message)
    }
}
