//! What changed of a node that goes on.

use std::collections::{BTreeMap, BTreeSet};

use tallyform::plan::{Cell, Columns, Node, Plan, Relation, Texts};

use super::Both;
use crate::cells::{self, spot, spot_before};
use crate::change::{Change, Kind, Reach, Subject};
use crate::form::texts;

/// Changes of one node, `was` of the earlier form and `now` of the later one.
pub(super) fn compare(both: Both<'_>, (was, now): (u32, u32), of: Subject, changes: &mut Vec<Change>) {
    let (old, new) = (both.old, both.new);
    let (Some(before), Some(after)) = (old.nodes.get(was as usize), new.nodes.get(now as usize)) else { return };
    let mut say = |kind: Kind, was: String, now: String, reach: Option<Reach>| {
        if was != now {
            let change = Change::new(kind, of, &before.path, &after.path);
            changes.push(Change { was: Some(was), now: Some(now), reach, ..change });
        }
    };
    let both_texts =
        |node: &Node, text: &dyn Fn(&Node) -> Option<Texts>| text(node).map_or_else(String::new, |all| texts(&all));
    // The root has the form's title.
    if !after.path.is_empty() {
        say(Kind::Label, texts(&before.label), texts(&after.label), None);
    }
    let total = |node: &Node| node.total_label.clone();
    say(Kind::Label, both_texts(before, &total), both_texts(after, &total), None);
    let definition = |node: &Node| node.definition.clone();
    say(Kind::Definition, both_texts(before, &definition), both_texts(after, &definition), None);
    let code = |node: &Node| node.code.clone().unwrap_or_default();
    say(Kind::Code, code(before), code(after), None);
    let (was_relation, now_relation) = (relation(both, old, before, true), relation(both, new, after, false));
    if was_relation.1 != now_relation.1 {
        say(Kind::Relation, was_relation.0, now_relation.0, Some(Reach::Both));
    }
    say(Kind::Sign, sign(before).into(), sign(after).into(), Some(Reach::Both));
    say(Kind::Print, print(before), print(after), None);
    let dimensions = |plan: &Plan, node: &Node| {
        let ids = node.by.iter().filter_map(|one| plan.dimensions.get(*one as usize)).map(|one| one.id.clone());
        ids.collect::<Vec<_>>().join(", ")
    };
    let by_before: Vec<Option<u32>> =
        after.by.iter().map(|one| both.kinship.dimensions.get(*one as usize).and_then(|kin| kin.same)).collect();
    let same_dimensions = by_before == before.by.iter().copied().map(Some).collect::<Vec<_>>();
    if !same_dimensions && of != Subject::Heading {
        say(Kind::Dimensions, dimensions(old, before), dimensions(new, after), Some(Reach::Both));
    }
    let (cells_before, cells_now) = (both.cells_before.of(was), both.cells_now.of(now));
    let shape = |node: &Node, cells: &[&Cell]| match (cells.is_empty(), node.children.is_empty() || !node.by.is_empty())
    {
        (true, _) => "object without a figure of its own",
        (false, true) => "value",
        (false, false) => "object with the figure under `total`",
    };
    let (shape_before, shape_now) = (shape(before, cells_before), shape(after, cells_now));
    say(Kind::Shape, shape_before.into(), shape_now.into(), Some(Reach::Both));
    let mut by_spot: BTreeMap<_, &Cell> = cells_before.iter().map(|cell| (spot(old, cell), *cell)).collect();
    let mut pairs = Vec::new();
    let mut opened = BTreeSet::new();
    for cell in cells_now {
        if let Some(at) = spot_before(old, new, both.kinship, cell) {
            match by_spot.remove(&at) {
                Some(cell_before) => pairs.push((cell_before, *cell)),
                None => _ = opened.insert(named(&at.1)),
            }
        }
    }
    if !same_dimensions {
        pairs = cells_before.iter().copied().zip(cells_now.iter().copied()).take(1).collect();
    } else if !cells_before.is_empty() && !cells_now.is_empty() {
        let goes_on =
            |at: &BTreeMap<String, String>| at.iter().all(|(dimension, member)| has_heir(both, dimension, member));
        let blocked: BTreeSet<String> = by_spot.keys().filter(|(_, at)| goes_on(at)).map(|(_, at)| named(at)).collect();
        let reach = Reach::new(!blocked.is_empty(), !opened.is_empty());
        let list = |all: BTreeSet<String>| match all.is_empty() {
            true => "none".to_owned(),
            false => all.into_iter().collect::<Vec<_>>().join("; "),
        };
        if reach.is_some() {
            say(
                Kind::Blocked,
                format!("cells opened: {}", list(opened)),
                format!("cells blocked: {}", list(blocked)),
                reach,
            );
        }
    }
    let of_cells = cells::changes((old, new), &pairs, of);
    let addressed = of_cells.into_iter().map(|change| Change {
        from: vec![before.path.clone()],
        to: vec![after.path.clone()],
        ..change
    });
    changes.extend(addressed);
}

/// Whether a member of the earlier form goes on; wholes and rows do.
fn has_heir(both: Both<'_>, dimension: &str, member: &str) -> bool {
    let number = both.old.dimensions.iter().position(|one| one.id == dimension);
    let Some(dimension) = number.and_then(|number| both.old.dimensions.get(number)) else { return false };
    let Some(position) = dimension.members.iter().position(|one| one.id == member) else { return true };
    let heirs = both.kinship.dimensions.iter().zip(&both.kinship.members);
    let heirs = heirs.filter(|(kin, _)| kin.same.map(|same| same as usize) == number);
    heirs.flat_map(|(_, members)| members).any(|kin| kin.same.map(|same| same as usize) == Some(position))
}

fn named(at: &BTreeMap<String, String>) -> String {
    at.iter().map(|(dimension, member)| format!("{dimension}.{member}")).collect::<Vec<_>>().join(" × ")
}

/// The relation as text, and as something that can be compared with that of the other form.
fn relation(both: Both<'_>, plan: &Plan, node: &Node, earlier: bool) -> (String, (Option<&'static str>, Option<u32>)) {
    let word = node.relation.map(Relation::as_str);
    let whole = node.whole.and_then(|whole| {
        if earlier { Some(whole) } else { both.kinship.nodes.get(whole as usize)?.same.or(Some(u32::MAX)) }
    });
    let of = node.whole.and_then(|whole| plan.nodes.get(whole as usize));
    let of = of.map_or_else(String::new, |whole| format!(" of {}", whole.path));
    (format!("{}{of}", word.unwrap_or("none")), (word, whole))
}

fn sign(node: &Node) -> &'static str {
    match (node.minus, node.apart) {
        (_, true) => "apart, no part of it",
        (true, false) => "deducted",
        (false, false) => "added",
    }
}

fn print(node: &Node) -> String {
    let mut words = vec![if node.unprinted { "label not printed" } else { "label printed" }.to_owned()];
    let mut at = |name: &str, at: Option<tallyform::plan::At>| {
        words.extend(at.map(|at| format!("{name} {at:?}").to_lowercase()));
    };
    at("at", node.at);
    at("total at", node.total_at);
    words.extend(node.columns.map(|columns| match columns {
        Columns::Items => "items across".to_owned(),
        Columns::Members => "members across".to_owned(),
        Columns::Both => "both across".to_owned(),
    }));
    words.join(", ")
}
