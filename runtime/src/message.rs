//! Messages from templates.

use std::collections::BTreeMap;

use crate::cell::Cell;
use crate::evaluate::{Filed, Spot, Standing};
use crate::plan::{
    Content, Dimension, EVERY_ROW, Operator, Plan, Segment, Slot, TOTAL, Template, Texts, Where, message_key,
};
use crate::write::literal;

/// Most entries of a list in a message.
const MAX_LISTED: usize = 10;

/// Most characters of a content in a message, in Unicode scalar values.
const MAX_SHOWN: usize = 100;

/// What stands in a slot that has nothing to say, outside an optional piece.
const NOTHING: &str = "—";

/// What a finding has for the slots of its message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filling {
    /// The node that the check stands on.
    pub(crate) node: Option<u32>,
    /// What dimensions are bound to there.
    pub(crate) place: Option<Where>,
    /// The one cell that the finding is about.
    pub(crate) cell: Option<Spot>,
    pub(crate) at: String,
    /// The check as written.
    pub(crate) check: String,
    /// Content of what is no cell.
    pub(crate) value: Option<String>,
    pub(crate) expected: Option<String>,
    /// A label that no node has.
    pub(crate) own_label: Option<String>,
    /// A path that no node has.
    pub(crate) path: Option<String>,
    pub(crate) left: Option<String>,
    pub(crate) op: Option<Operator>,
    pub(crate) right: Option<String>,
    pub(crate) difference: Option<String>,
    pub(crate) tolerance: Option<String>,
    pub(crate) left_cell: Option<Spot>,
    pub(crate) right_cell: Option<Spot>,
}

/// Fills one of the plan's own templates in for every language.
pub(crate) fn of_plan(plan: &Plan, filed: Option<&Filed<'_>>, key: &str, filling: &Filling) -> Texts {
    match plan.messages.get(key) {
        Some(templates) => fill(plan, filed, templates, filling),
        // A plan without the template: the bare facts, the same in every language.
        None => {
            let parts = [Some(&filling.check), filling.value.as_ref(), filling.expected.as_ref()];
            let parts: Vec<&str> =
                parts.into_iter().flatten().map(String::as_str).filter(|part| !part.is_empty()).collect();
            let text = if filling.at.is_empty() { key.to_owned() } else { format!("{key} {}", filling.at) };
            let text = if parts.is_empty() { text } else { format!("{text}: {}", parts.join("; ")) };
            plan.languages.iter().map(|language| (language.clone(), text.clone())).collect()
        }
    }
}

/// Fills a template in for every language of the plan.
pub(crate) fn fill(
    plan: &Plan,
    filed: Option<&Filed<'_>>,
    templates: &BTreeMap<String, Template>,
    filling: &Filling,
) -> Texts {
    let fallback = plan.languages.first().and_then(|language| templates.get(language));
    let text = |language: &String| {
        let template = templates.get(language).or(fallback).map_or(&[][..], Vec::as_slice);
        let filler = Filler { plan, filed, filling, language };
        (language.clone(), template.iter().map(|segment| filler.segment(segment)).collect())
    };
    plan.languages.iter().map(text).collect()
}

/// What a message shows of a long content; the finding's cell has all of it.
fn short(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(MAX_SHOWN) {
        text.truncate(at);
        text.push('…');
    }
    text
}

/// A list for a message, at most ten entries long.
pub(crate) fn list<'a>(entries: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut more = 0_usize;
    for (i, entry) in entries.enumerate() {
        if i >= MAX_LISTED {
            more += 1;
            continue;
        }
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(entry);
    }
    if more > 0 {
        text.push_str(&format!(" … +{more}"));
    }
    text
}

/// A message in one language in the making.
struct Filler<'a> {
    plan: &'a Plan,
    filed: Option<&'a Filed<'a>>,
    filling: &'a Filling,
    language: &'a String,
}

impl Filler<'_> {
    fn segment(&self, segment: &Segment) -> String {
        match segment {
            Segment::Text(text) => text.clone(),
            Segment::Slot { slot } => self.slot(*slot),
            Segment::Cell { cell } => {
                self.filed.map_or_else(String::new, |filed| self.content(filed.spot(*cell, false)))
            }
            Segment::Figure { figure, prior } => self.figure(*figure, *prior),
            Segment::Optional { optional } if optional.iter().any(|segment| self.lacks(segment)) => String::new(),
            Segment::Optional { optional } => optional.iter().map(|segment| self.segment(segment)).collect(),
        }
    }

    /// Whether a segment is a slot that has nothing to say.
    fn lacks(&self, segment: &Segment) -> bool {
        let Segment::Slot { slot } = segment else {
            return false;
        };
        let said = self.slot(*slot);
        said.is_empty() || said == NOTHING
    }

    fn slot(&self, slot: Slot) -> String {
        let filling = self.filling;
        // A sentence with a hole in it reads worse than one that says that there is nothing to say.
        let or_dash =
            |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| NOTHING.to_owned());
        match slot {
            Slot::Label => match (&filling.own_label, filling.node) {
                (Some(label), _) => label.clone(),
                (None, Some(node)) => self.label_at(node, filling.place.as_ref()),
                (None, None) => String::new(),
            },
            Slot::Path => match (&filling.path, filling.node) {
                (Some(path), _) => path.clone(),
                (None, Some(node)) => {
                    self.plan.nodes.get(node as usize).map(|node| node.path.clone()).unwrap_or_default()
                }
                (None, None) => String::new(),
            },
            Slot::Unit => self.unit(filling.left_cell.or(filling.cell)),
            Slot::Left => or_dash(&filling.left),
            Slot::Op => filling.op.map_or("", Operator::symbol).to_owned(),
            Slot::Right => or_dash(&filling.right),
            Slot::Difference => or_dash(&filling.difference),
            Slot::Tolerance => or_dash(&filling.tolerance),
            Slot::Check => filling.check.clone(),
            Slot::Value => short(match (&filling.value, filling.cell) {
                (Some(value), _) => value.clone(),
                (None, Some(cell)) => self.content(cell),
                (None, None) => String::new(),
            }),
            Slot::Expected => or_dash(&filling.expected),
            Slot::LeftLabel => self.label_of_cell(filling.left_cell),
            Slot::RightLabel => self.label_of_cell(filling.right_cell),
            Slot::At => filling.at.clone(),
        }
    }

    fn text(&self, texts: &Texts) -> String {
        let first = || self.plan.languages.first().and_then(|first| texts.get(first));
        texts.get(self.language).or_else(first).cloned().unwrap_or_default()
    }

    fn label(&self, node: u32) -> String {
        self.plan.nodes.get(node as usize).map(|node| self.text(&node.label)).unwrap_or_default()
    }

    /// The label of a figure, then those of the members and rows that it is bound to.
    fn label_at(&self, node: u32, place: Option<&Where>) -> String {
        let mut label = self.label(node);
        let Some(place) = place.filter(|place| !place.is_empty()) else {
            return label;
        };
        for (number, dimension) in (0_u32..).zip(&self.plan.dimensions) {
            let Some(at) = place.get(&dimension.id) else {
                continue;
            };
            let bound = if dimension.key.is_some() {
                Some(at).filter(|at| *at != TOTAL).map(|key| self.label_of_key(number, key))
            } else {
                dimension.members.iter().find(|member| member.id == *at).map(|member| self.text(&member.label))
            };
            if let Some(bound) = bound {
                label.push_str(" · ");
                label.push_str(&bound);
            }
        }
        label
    }

    /// What a key is called: the label of a code, where the form has it, else the key itself.
    fn label_of_key(&self, dimension: u32, key: &str) -> String {
        let section = self.plan.sections.iter().find(|section| section.dimension == dimension);
        let cell = section.and_then(|section| self.plan.cells.get(section.key as usize));
        let codes = match cell.map(|cell| &cell.content) {
            Some(Content::Code { of, .. }) => self.plan.code_list(of),
            _ => None,
        };
        let code = codes.and_then(|list| list.codes.iter().find(|code| code.id == *key));
        short(code.map_or_else(|| key.to_owned(), |code| self.text(&code.label)))
    }

    fn label_of_cell(&self, spot: Option<Spot>) -> String {
        let Some((spot, filed)) = spot.zip(self.filed) else { return String::new() };
        let Some(cell) = self.plan.cells.get(spot.cell as usize) else { return String::new() };
        match self.plan.figure_of(cell) {
            Some((figure, _)) => self.label_at(figure, Some(&filed.bindings(spot))),
            None => String::new(),
        }
    }

    fn unit(&self, spot: Option<Spot>) -> String {
        let figure = self.filed.zip(spot).and_then(|(filed, spot)| filed.figure(spot.cell));
        let unit = figure.and_then(|figure| self.plan.units.get(figure.unit as usize));
        unit.map(|unit| self.text(&unit.label)).unwrap_or_default()
    }

    /// The content of the cell that a figure has where the finding is; a dash where it has none there.
    fn figure(&self, figure: u32, prior: bool) -> String {
        let (Some(filed), Some(node)) = (self.filed, self.plan.nodes.get(figure as usize)) else {
            return NOTHING.to_owned();
        };
        let place = self.filling.place.as_ref();
        let is_there = |dimension: &Dimension, number: u32, at: &str| match at {
            EVERY_ROW => filed.is_bound(number),
            TOTAL if dimension.key.is_some() => !filed.is_bound(number),
            member => place.and_then(|place| place.get(&dimension.id)).map_or(TOTAL, String::as_str) == member,
        };
        let is_here = |cell: &&u32| {
            let of_cell = self.plan.cells.get(**cell as usize).and_then(|cell| self.plan.nodes.get(cell.node as usize));
            let at = of_cell.and_then(|node| node.coordinate.as_ref()).map(|coordinate| &coordinate.at);
            node.by.iter().all(|number| {
                let dimension = self.plan.dimensions.get(*number as usize);
                let at = dimension.and_then(|dimension| at?.get(&dimension.id)).map_or(TOTAL, String::as_str);
                dimension.is_some_and(|dimension| is_there(dimension, *number, at))
            })
        };
        let cell = if node.by.is_empty() {
            node.cell
        } else {
            filed.tables.cells_of_figure(figure).iter().find(is_here).copied()
        };
        cell.map_or_else(|| NOTHING.to_owned(), |cell| self.content(filed.spot(cell, prior)))
    }

    fn content(&self, spot: Spot) -> String {
        let Some(filed) = self.filed else {
            return String::new();
        };
        let content = filed.content(spot);
        if let (Cell::Blank, Standing::NotApplicable | Standing::NotReported) = (content, filed.standing(spot)) {
            let blank = self.plan.messages.get(message_key::BLANK).and_then(|texts| texts.get(self.language));
            return blank
                .into_iter()
                .flatten()
                .filter_map(|segment| match segment {
                    Segment::Text(text) => Some(text.as_str()),
                    _ => None,
                })
                .collect();
        }
        literal(self.plan, spot.cell, content).to_string()
    }
}
