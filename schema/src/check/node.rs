//! Nodes and dimensions of the model, out of what the passes have found.

use std::collections::{BTreeMap, BTreeSet};

use super::attribute::Settled;
use super::content::Made;
use super::dimension::{self, MemberLabel, Slot};
use super::key;
use super::relation::Breakdown;
use super::text::Languages;
use super::tree::{self, Class, Tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{self, Coordinate, DimensionId, Node, NodeId, Texts};

/// What the passes have found besides the tree and its cells.
pub(super) struct Found<'a> {
    pub(super) settled: &'a [Settled],
    pub(super) breakdowns: &'a [Breakdown],
    /// The rows that stand at a node.
    pub(super) rows: BTreeMap<NodeId, Vec<model::Rows>>,
}

/// The nodes of the model.
pub(super) fn nodes(
    tree: &Tree<'_>,
    made: Vec<Option<Made>>,
    mut found: Found<'_>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Vec<Node> {
    let wholes: BTreeMap<NodeId, NodeId> =
        found.breakdowns.iter().map(|breakdown| (breakdown.node, breakdown.whole)).collect();
    let mut made = made.into_iter();
    let mut notes = BTreeSet::new();
    tree.ids()
        .filter_map(|id| {
            let cell = made.next().flatten().map(|made| made.cell);
            let entry = tree.get(id)?;
            let coordinate = entry.coordinate.as_ref();
            // A figure with dimensions has cells beneath it; its own is kept where it is one of them.
            let cell = cell.filter(|_| entry.grid.is_none() || coordinate.is_some());
            let says = entry.says;
            let total = says.and_then(|says| says.total.as_ref());
            Some(Node {
                id: entry.id.clone(),
                path: entry.path.clone(),
                parent: entry.parent,
                children: entry.children.clone(),
                label: match coordinate.filter(|_| entry.class == Class::Coordinate) {
                    Some(coordinate) => slot_label(tree, coordinate, languages),
                    None if entry.class == Class::Note => note_label(entry, &mut notes, languages, out),
                    None => says.map_or_else(Texts::default, |says| label(says, &entry.path, languages, out)),
                },
                total_label: total.and_then(|total| languages.maybe(total.label.as_ref(), out)),
                total_at: total.and_then(|total| key::at(total.at.as_ref(), out)),
                definition: says.and_then(|says| languages.maybe(says.definition.as_ref(), out)),
                code: says.and_then(|says| says.code.as_ref()).map(|code| code.text.clone()),
                cell,
                relation: entry.class.relation(),
                whole: matches!(entry.class, Class::Breakdown(_)).then(|| wholes.get(&id).copied()).flatten(),
                minus: says.and_then(|says| says.minus).is_some_and(|minus| minus.value),
                apart: says.and_then(|says| says.apart).is_some_and(|apart| apart.value),
                at: says.and_then(|says| key::at(says.at.as_ref(), out)),
                printed: says.and_then(|says| says.printed).is_none_or(|printed| printed.value),
                by: match &entry.grid {
                    Some(grid) => grid.by.iter().map(|dimension| DimensionId(*dimension as u32)).collect(),
                    None => Vec::new(),
                },
                rows: found.rows.remove(&id).unwrap_or_default(),
                columns: found.settled.get(id.0 as usize).and_then(|settled| settled.columns).map(|said| said.value),
                is_note: entry.class == Class::Note,
                coordinate: coordinate.map(|coordinate| Coordinate {
                    figure: coordinate.figure,
                    at: slots(tree, coordinate)
                        .map(|(dimension, slot)| (DimensionId(dimension as u32), slot))
                        .collect(),
                }),
                span: entry.span,
            })
        })
        .collect()
}

/// The label of a note. What is the same for all nodes beneath one is looked at once.
fn note_label(
    entry: &tree::Entry<'_>,
    seen: &mut BTreeSet<crate::source::Span>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Texts {
    match entry.note.and_then(|note| note.value.as_ref()) {
        Some(text) if seen.insert(text.span) => languages.texts(text, out),
        Some(text) => languages.sparse(text, &mut Vec::new()),
        None => Texts::default(),
    }
}

/// The dimensions of a coordinate with what they are bound to.
fn slots<'t>(tree: &'t Tree<'_>, coordinate: &'t tree::Coordinate) -> impl Iterator<Item = (usize, Slot)> + 't {
    let grid = tree.get(coordinate.figure).and_then(|figure| figure.grid.as_ref());
    grid.into_iter().flat_map(|grid| grid.by.iter().copied()).zip(coordinate.slots.iter().copied())
}

/// What a place in a matrix is called: as the member or whole that it adds to what stands above it; as the figure's own
/// figure where it adds none. Mistakes in these texts are reported where they stand.
fn slot_label(tree: &Tree<'_>, coordinate: &tree::Coordinate, languages: &mut Languages) -> Texts {
    let silent = &mut Vec::new();
    let mut read = |text: Option<&crate::syntax::LangText>| text.map(|text| languages.sparse(text, silent));
    let figure = tree.get(coordinate.figure).and_then(|figure| figure.says);
    let own =
        figure.and_then(|says| says.total.as_ref().and_then(|total| total.label.as_ref()).or(says.label.as_ref()));
    let last = slots(tree, coordinate).last();
    let Some((dimension, slot)) = last.and_then(|(dimension, slot)| Some((tree.dimensions.get(dimension)?, slot)))
    else {
        return read(own).unwrap_or_default();
    };
    match slot.and_then(|member| dimension.members.get(member)) {
        Some(member) => member_label(member, languages, silent),
        None => {
            let total = dimension.says.total.as_ref().and_then(|total| total.label.as_ref());
            read(total.or(dimension.says.label.as_ref())).unwrap_or_default()
        }
    }
}

fn member_label(member: &dimension::Member<'_>, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Texts {
    match member.label {
        MemberLabel::Own => {
            let label = member.says.and_then(|says| says.label.as_ref());
            label.map_or_else(Texts::default, |label| languages.sparse(label, out))
        }
        MemberLabel::Row(label) => label.map_or_else(Texts::default, |label| languages.sparse(label, out)),
        MemberLabel::Numbered(label, number) => {
            let mut texts = label.map_or_else(Texts::default, |label| languages.sparse(label, out));
            for text in texts.0.iter_mut().flatten() {
                *text = text.replace("{n}", &number.to_string());
            }
            texts
        }
    }
}

/// The dimensions of the model.
pub(super) fn dimensions(
    tree: &Tree<'_>,
    keys: Vec<Option<model::Cell>>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Vec<model::Dimension> {
    let mut all = Vec::new();
    for (dimension, cell) in tree.dimensions.list.iter().zip(keys) {
        let says = dimension.says;
        let own = match &says.label {
            Some(text) => languages.texts(text, out),
            None if !dimension.has_whole => Texts::default(),
            None => label(says, &dimension.id, languages, out),
        };
        let members = dimension.members.iter().map(|member| model::Member {
            id: member.id.clone(),
            label: match (member.says, &member.label) {
                (Some(says), MemberLabel::Own) => {
                    label(says, &format!("{}.{}", dimension.id, member.id), languages, out)
                }
                // What is the same for all numbered members is looked at once.
                (_, MemberLabel::Numbered(Some(text), 1)) => {
                    languages.texts(text, out);
                    member_label(member, languages, out)
                }
                _ => member_label(member, languages, &mut Vec::new()),
            },
            definition: member.says.and_then(|says| languages.maybe(says.definition.as_ref(), out)),
            code: member.says.and_then(|says| says.code.as_ref()).map(|code| code.text.clone()),
            above: member.above,
            minus: member.minus,
            apart: member.apart,
        });
        let members = members.collect();
        all.push(model::Dimension {
            id: dimension.id.clone(),
            label: own,
            total_label: says
                .total
                .as_ref()
                .and_then(|total| total.label.as_ref())
                .map(|label| languages.texts(label, out)),
            definition: languages.maybe(says.definition.as_ref(), out),
            has_whole: dimension.has_whole,
            at: key::at(says.total.as_ref().and_then(|total| total.at.as_ref()).or(says.at.as_ref()), out),
            members,
            key: dimension.key.as_ref().zip(cell).map(|(key, cell)| model::Key {
                label: label(key.says, &format!("{}: key", dimension.id), languages, out),
                cell,
                min: key.min,
                max: key.max,
                span: key.says.span,
            }),
            span: dimension.span,
        });
    }
    all
}

fn label(says: &crate::syntax::Node, path: &str, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Texts {
    match &says.label {
        Some(label) => languages.texts(label, out),
        None if says.may_say("label") => Texts::default(),
        None => {
            out.push(
                Diagnostic::new(Code::MissingLabel, format!("`{path}` has no label"), says.id.span, "no label")
                    .help("add `label: …`, the words that the form prints; `printed: false` if it prints none"),
            );
            Texts::default()
        }
    }
}
