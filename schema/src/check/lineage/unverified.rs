//! What a full file says that things were, where it names no file to look them up in.

use unicode_normalization::UnicodeNormalization;

use super::part::{Parts, What};
use crate::check::text::Languages;
use crate::diagnostic::Diagnostic;
use crate::model::{Link, LinkKind};
use crate::syntax::{FormFile, Scalar};

/// The links that a file says, each taken at its word.
pub(super) fn links(
    file: &FormFile,
    now: &Parts<'_>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Vec<Link> {
    let mut links = Vec::new();
    // By part the address that it had; none of what was not there.
    let mut addresses: Vec<Option<String>> = Vec::with_capacity(now.list.len());
    for part in &now.list {
        let was = part.says.and_then(|says| says.was.as_ref());
        let said: Option<Vec<String>> = was.map(|was| was.value.iter().map(address).collect());
        let above = part.above.and_then(|above| addresses.get(above)).cloned();
        let usual = match above {
            None => Some(part.address.clone()),
            Some(above) => above.map(|above| beneath(&above, part.what, part.id)),
        };
        let own = said.as_ref().map_or(usual, |said| said.first().cloned());
        addresses.push(own.clone());
        if part.what == What::HeadingOfMembers {
            continue;
        }
        let because = part.says.and_then(|says| languages.maybe(says.because.as_ref(), out));
        let comparable = part.says.and_then(|says| says.comparable).filter(|comparable| !comparable.value);
        let (kind, from) = match (said, comparable, own) {
            (Some(said), _, _) if said.is_empty() => (LinkKind::Added, said),
            (Some(said), _, _) if said.len() > 1 => (LinkKind::Merged, said),
            (Some(said), None, _) => (LinkKind::Continued, said),
            (Some(said), Some(_), _) => (LinkKind::Broken, said),
            (None, Some(_), Some(own)) => (LinkKind::Broken, vec![own]),
            (None, None, Some(own)) if because.is_some() => (LinkKind::Continued, vec![own]),
            (None, _, _) => continue,
        };
        let span = was.map(|was| was.span).or(comparable.map(|comparable| comparable.span)).unwrap_or(part.span);
        links.push(Link { kind, from, to: vec![part.address.clone()], label: None, because, span });
    }
    for gone in &file.gone {
        links.push(Link {
            kind: LinkKind::Gone,
            from: vec![address(&gone.address)],
            to: Vec::new(),
            label: None,
            because: languages.maybe(gone.because.as_ref(), out),
            span: gone.address.span,
        });
    }
    links
}

fn address(said: &Scalar) -> String {
    said.text.nfc().collect()
}

/// The address of what is called `id` in what has the address `above`.
fn beneath(above: &str, what: What, id: &str) -> String {
    match what {
        What::Member | What::HeadingOfMembers => format!("{}[{id}]", above.trim_end_matches("[]")),
        _ if above == "." => id.to_owned(),
        _ => format!("{above}.{id}"),
    }
}
