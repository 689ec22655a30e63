//! Which revisions there are, and which of them reports are carried over to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Args;
use crate::config;
use crate::console::Console;
use crate::failure::{Failure, Result};
use crate::revisions::{Revisions, Ways};
use crate::{files, form, suggestion};

/// The ways to the wanted revision from all others that are at hand.
pub(super) fn find(args: &Args, console: &Console) -> Result<Ways> {
    let mut forms: BTreeMap<String, Revisions> = BTreeMap::new();
    let named = if args.forms.is_empty() { configured(console)? } else { args.forms.clone() };
    for file in files::find(&named, "form", &files::is_form)?.files {
        let loaded = form::load(&file, console)?;
        for plan in std::iter::once(loaded.plan).chain(loaded.predecessors) {
            forms.entry(plan.form.clone()).or_default().add(plan)?;
        }
    }
    let revisions = chosen(args, &forms)?;
    let to = match &args.to {
        Some(to) => to.clone(),
        None => latest(revisions)?,
    };
    let unknown = |argument: &str, name: &str| {
        Failure::new(format!("{argument}: no form of revision `{name}` is at hand"))
            .help(suggestion::way_out(name, revisions.names()))
    };
    let ways = revisions.ways(&to)?.ok_or_else(|| unknown("--to", &to))?;
    match &args.from {
        Some(from) if !revisions.names().any(|name| name == from) => Err(unknown("--from", from)),
        Some(from) if ways.from(from).is_none() => {
            Err(Failure::new(format!("nothing at hand links revision `{from}` with `{to}`"))
                .help("name the forms between them with --form; a form file says with `revises:` what it comes from"))
        }
        _ => Ok(ways),
    }
}

/// The forms that the configuration names.
fn configured(console: &Console) -> Result<Vec<PathBuf>> {
    let nothing = || Failure::new("nothing says which forms there are");
    let Some(file) = config::find() else {
        return Err(nothing().help(format!("name them with --form FILE, or in a {}", config::NAME)));
    };
    let config = config::read(&file, console.error_color())?;
    if config.forms.is_empty() {
        return Err(nothing().help(format!("name them with --form FILE, or say `forms` in {}", file.display())));
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    Ok(config.forms.iter().map(|form| folder.join(form)).collect())
}

/// The form whose reports are meant: that which has the wanted revision, or the only one.
fn chosen<'a>(args: &Args, forms: &'a BTreeMap<String, Revisions>) -> Result<&'a Revisions> {
    let is_meant = |revisions: &&Revisions| match &args.to {
        Some(to) => revisions.names().any(|name| name == to),
        None => true,
    };
    let mut meant = forms.iter().filter(|(_, revisions)| is_meant(revisions));
    match (meant.next(), meant.next(), &args.to) {
        (Some((_, revisions)), None, _) => Ok(revisions),
        (Some(_), Some(_), _) => {
            let names = forms.iter().filter(|(_, revisions)| is_meant(revisions)).map(|(form, _)| form.as_str());
            Err(Failure::new(format!("several forms might be meant: {}", suggestion::list(names)))
                .help("name the one whose reports are to be carried over with --form FILE"))
        }
        (None, _, to) => {
            let to = to.as_deref().unwrap_or_default();
            let names: Vec<&str> = forms.values().flat_map(Revisions::names).collect();
            Err(Failure::new(format!("--to: no form of revision `{to}` is at hand"))
                .help(suggestion::way_out(to, names.iter().copied())))
        }
    }
}

/// The one revision that no other one revises.
fn latest(revisions: &Revisions) -> Result<String> {
    match revisions.latest().as_slice() {
        [latest] => Ok((*latest).to_owned()),
        [] => Err(Failure::new("the revisions at hand revise each other in a circle").help("say --to REVISION")),
        several => Err(Failure::new(format!("several revisions might be meant: {}", several.join(", ")))
            .help("say --to REVISION; a form file says with `revises:` which one it comes from")),
    }
}
