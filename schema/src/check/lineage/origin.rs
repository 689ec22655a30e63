//! What every part of a form was before.
//!
//! After this: what each part was is known, and nothing was two things at once.

use std::collections::BTreeMap;

use super::address::Before;
use super::part::{Part, Parts, What};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// What a part was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// That could not be read, which has been reported.
    Unknown,
    /// It was not there.
    New,
    /// It was this. Several are merged, the first of them the one that goes on.
    Was(Vec<usize>),
}

impl Origin {
    /// What goes on in the part.
    pub(super) fn own(&self) -> Option<usize> {
        match self {
            Self::Was(was) => was.first().copied(),
            _ => None,
        }
    }
}

/// What every part of `now` was.
pub(super) fn origins(now: &Parts<'_>, before: &Before<'_>, out: &mut Vec<Diagnostic>) -> Vec<Origin> {
    let mut origins: Vec<Origin> = Vec::with_capacity(now.list.len());
    for part in &now.list {
        let above = part.above.and_then(|above| origins.get(above));
        let origin = match part.says.and_then(|says| says.was.as_ref()) {
            // Beneath what is not known nothing is known, unless it is said.
            None if above == Some(&Origin::Unknown) => Origin::Unknown,
            None => default(now, before, part, above).map_or(Origin::New, |was| Origin::Was(vec![was])),
            Some(was) if was.value.is_empty() => Origin::New,
            Some(was) => {
                let dimension = above.and_then(Origin::own);
                let found: Vec<_> = was
                    .value
                    .iter()
                    .map(|said| before.resolve(said, |was| fits(part.what, was, dimension, before)))
                    .collect();
                let found: Result<Vec<usize>, _> = found.into_iter().collect();
                match found {
                    Ok(found) => Origin::Was(found),
                    Err(diagnostic) => {
                        out.push(*diagnostic);
                        Origin::Unknown
                    }
                }
            }
        };
        origins.push(origin);
    }
    twice(now, before, &origins, out);
    origins
}

/// What a part was that does not say so: what was called so in what the part above was.
pub(super) fn default(now: &Parts<'_>, before: &Before<'_>, part: &Part<'_>, above: Option<&Origin>) -> Option<usize> {
    match part.what {
        What::Root | What::Header | What::Dimension => before.parts.at(&part.address),
        What::Item | What::Note => {
            let was = before.parts.named(above?.own()?, part.id)?;
            let same = before.parts.get(was).is_some_and(|was| was.what == part.what);
            same.then_some(was)
        }
        What::Member => before.parts.named(above?.own()?, part.id),
        // A heading is what a member became only where no member goes on under that id.
        What::HeadingOfMembers => {
            let above = (part.above?, above?.own()?);
            match now.named(above.0, part.id) {
                Some(_) => None,
                None => before.parts.named(above.1, part.id),
            }
        }
    }
}

/// Whether something can have been this: members were members of what their dimension was.
fn fits(what: What, was: usize, dimension: Option<usize>, before: &Before<'_>) -> bool {
    let Some(was) = before.parts.get(was) else { return false };
    match what {
        What::Member | What::HeadingOfMembers => was.what == What::Member && was.above == dimension,
        _ => was.what == what,
    }
}

/// Reports what two parts say they were.
fn twice(now: &Parts<'_>, before: &Before<'_>, origins: &[Origin], out: &mut Vec<Diagnostic>) {
    // By what was: the part that goes on from it, and where that is said, if it is.
    let mut first: BTreeMap<usize, (usize, Option<Span>)> = BTreeMap::new();
    for (number, (part, origin)) in now.list.iter().zip(origins).enumerate() {
        let Origin::Was(all) = origin else { continue };
        let said = part.says.and_then(|says| says.was.as_ref());
        for (at, was) in all.iter().enumerate() {
            let here = said.and_then(|said| said.value.get(at)).map(|said| said.span);
            let Some(other) = first.get(was).copied() else {
                first.insert(*was, (number, here));
                continue;
            };
            // Where neither says it, what stands above them does, and has been reported.
            let (primary, secondary, silent) = match (here, other.1) {
                (Some(here), there) => {
                    (here, there.or_else(|| now.get(other.0).map(|part| part.span)), there.is_none())
                }
                (None, Some(there)) => (there, Some(part.span), true),
                (None, None) => continue,
            };
            let address = before.parts.address(*was);
            let mut diagnostic = Diagnostic::new(
                Code::ContinuedTwice,
                format!(
                    "`{address}` of revision `{}` goes on twice: as `{}` and as `{}`",
                    before.revision,
                    now.address(other.0),
                    part.address
                ),
                primary,
                "goes on here",
            );
            if let Some(secondary) = secondary {
                let label = if silent { "and here, under its own name" } else { "and here" };
                diagnostic = diagnostic.also(secondary, label);
            }
            out.push(diagnostic.help("keep one of the two; what is another thing under an old name says `was: []`"));
        }
    }
}
