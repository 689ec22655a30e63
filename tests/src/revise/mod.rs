//! Random changes of drawn forms, and what a report may lose on the way there and back.

mod draw;
mod loss;

pub use draw::{Change, Sort};
pub use loss::lost;

use tallyform::Plan;
use tallyform_schema::SourceMap;

use crate::dice::Dice;
use crate::drawn;

/// Most changes that are tried on a form.
const MOST: usize = 9;

/// What a revising file begins with.
const HEAD: &str = "tallyform: 1\nform: org.example.drawn\nrevision: '2'\nrevises: 1.yaml\nchanges:\n";

/// A form, and a file that revises it.
#[derive(Debug)]
pub struct Revised {
    /// The text of the form, `1.yaml`.
    pub base: String,
    /// The text of the file that revises it.
    pub text: String,
    /// What it changes.
    pub changes: Vec<Change>,
    /// Plan of the form.
    pub old: Plan,
    /// Plan of what comes of it.
    pub new: Plan,
}

/// What a text becomes beside the one that it revises.
#[derive(Debug)]
pub struct Read {
    /// The plan of the base.
    pub old: Plan,
    /// The plan of the form.
    pub new: Plan,
    /// The form in full.
    pub full: String,
    /// The changes that make it of its base.
    pub changes: String,
}

impl Revised {
    /// Draws a form and changes of it; each is kept where a form comes of it. None where the drawn form has errors itself.
    #[must_use]
    pub fn draw(form: &[u8], changed: &[u8]) -> Option<Self> {
        let form = drawn::form(&mut Dice::new(form));
        let dice = &mut Dice::new(changed);
        let base = drawn::yaml(&form);
        let mut changes: Vec<Change> = Vec::new();
        let mut found = plans(&base, &text(&changes))?;
        for number in 0..=dice.below(MOST) {
            let Some(change) = draw::change(dice, &form, number) else { continue };
            if changes.iter().any(|known| known.address == change.address) {
                continue;
            }
            changes.push(change);
            match plans(&base, &text(&changes)) {
                Some(plans) => found = plans,
                None => drop(changes.pop()),
            }
        }
        let (old, new) = found;
        Some(Self { text: text(&changes), base, changes, old, new })
    }
}

fn text(changes: &[Change]) -> String {
    if changes.is_empty() {
        return HEAD.replace("changes:\n", "changes: {}\n");
    }
    let lines: String = changes.iter().map(|change| format!("  '{}': {}\n", change.address, change.says)).collect();
    format!("{HEAD}{lines}")
}

/// The plans of a form and of one that revises it as `1.yaml`; none where one of them has errors.
#[must_use]
pub fn plans(base: &str, text: &str) -> Option<(Plan, Plan)> {
    let mut sources = SourceMap::new();
    let file = sources.load("2.yaml", text.as_bytes(), &mut beside(base));
    let mut compiled = tallyform_codegen::compile(&sources, file);
    let old = compiled.base.take()?.plan?;
    Some((old, compiled.plan?))
}

/// All that becomes of a file that revises another one, which stands beside it as `1.yaml`.
///
/// # Errors
/// What is wrong with it, a line each.
pub fn read(base: &str, text: &str) -> Result<Read, Vec<String>> {
    let mut sources = SourceMap::new();
    let file = sources.load("2.yaml", text.as_bytes(), &mut beside(base));
    let checked = tallyform_schema::check(&sources, file);
    let wrong = || checked.diagnostics.iter().map(|found| format!("{:?}: {}", found.code, found.message)).collect();
    let (full, changes) = (tallyform_schema::in_full(&checked), checked.base.as_deref());
    let changes = changes.and_then(|base| tallyform_schema::changes(base, &checked, "1.yaml"));
    let (Some((old, new)), Some(full), Some(changes)) = (plans(base, text), full, changes) else {
        return Err(wrong());
    };
    Ok(Read { old, new, full, changes })
}

fn beside(base: &str) -> impl FnMut(&str) -> Result<Vec<u8>, String> {
    let base = base.as_bytes().to_vec();
    move |name| if name == "1.yaml" { Ok(base.clone()) } else { Err("there is no such file".to_owned()) }
}
