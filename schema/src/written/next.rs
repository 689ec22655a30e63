//! The file that next year's changes are written into.

use std::fmt::Write as _;

use super::scalar::{block_key, block_scalar, flow_key, flow_scalar};
use crate::Checked;
use crate::model::{Content, Form, Node};

/// The start of a file that revises a form: its head, and comments that show on parts of this form how a change is said.
/// `revises` is the name of the form's file, from the folder of the new one on. None where there is no form.
#[must_use]
pub fn next_revision(checked: &Checked, revision: &str, revises: &str) -> Option<String> {
    let form = checked.form.as_ref()?;
    let mut out = String::new();
    let mut say = |key: &str, value: &str| {
        // Writing to a text cannot fail.
        let _ = writeln!(out, "{key}: {}", block_scalar(value, key, 2));
    };
    say("tallyform", "1");
    say("form", &form.id);
    say("revision", revision);
    say("revises", revises);
    let before = flow_scalar(&form.revision, "revision");
    let _ = write!(
        out,
        "# because: the law or notice that changes the form\n\
         changes:\n\
         \x20 # An entry for each thing that changes, in any order: what it is called in revision {before}, then what becomes\n\
         \x20 # of it. All else stays as it is, and names in checks follow. Some changes of this form, to take as they are\n\
         \x20 # or to try:\n"
    );
    for hint in hints(form) {
        let _ = writeln!(out, "  # {hint}");
    }
    Some(out)
}

/// Changes of parts that the form has.
fn hints(form: &Form) -> Vec<String> {
    // A place in the matrix of a figure is no node that a change could name.
    let is_figure = |node: &&Node| match &node.coordinate {
        None => node.cell.is_some() && !node.is_note && !node.path.starts_with("header."),
        Some(_) => !node.by.is_empty(),
    };
    let mut hints = Vec::new();
    if let Some((at, figure)) = form.nodes.iter().enumerate().find(|(_, node)| is_figure(node)) {
        let above = figure.parent.and_then(|above| form.nodes.get(above.0 as usize));
        let path = block_key(&figure.path);
        let above = block_key(above.map(|above| above.path.as_str()).filter(|path| !path.is_empty()).unwrap_or("."));
        let language = form.languages.first().map_or_else(String::new, |language| flow_key(language));
        hints.push(format!("{path}: {{label: {{{language}: another label}}, because: the reason}}"));
        hints.push(format!("{path}: {{id: another_id}}"));
        hints.push(format!("{path}: {{comparable: no, because: what is counted is another thing}}"));
        hints.push(format!("{path}: gone"));
        let sibling = flow_scalar(&figure.id, "after");
        let holds = holds(form, at);
        hints.push(format!(
            "{above}: {{add: [{{id: new_id, label: {{{language}: a new row}}{holds}}}], after: {sibling}}}"
        ));
    }
    let member = form.dimensions.iter().find_map(|dimension| Some((dimension, dimension.members.first()?)));
    if let Some((dimension, member)) = member {
        hints.push(format!("{}: gone", block_key(&format!("{}[{}]", dimension.id, member.id))));
        hints.push(format!(
            "{}: {{add: [{{id: new_id, label: a new member}}]}}",
            block_key(&format!("{}[]", dimension.id))
        ));
    }
    hints
}

/// What a new row beside a figure may hold: what that holds.
fn holds(form: &Form, at: usize) -> String {
    let is_of = |node: &&Node| node.coordinate.as_ref().is_some_and(|place| place.figure.0 as usize == at);
    let own = form.nodes.get(at).and_then(|node| node.cell.as_ref());
    match own.or_else(|| form.nodes.iter().filter(is_of).find_map(|node| node.cell.as_ref())).map(|cell| &cell.content)
    {
        Some(Content::Figure(figure)) => {
            let unit = form.units.get(figure.unit.0 as usize);
            unit.map(|unit| format!(", unit: {}", flow_scalar(&unit.id, "unit"))).unwrap_or_default()
        }
        _ => ", type: text".to_owned(),
    }
}
