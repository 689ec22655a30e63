//! What is not as it was, as links between the two forms.

use std::collections::{BTreeMap, BTreeSet};

use super::address::Before;
use super::measure::{self, Strangers};
use super::origin::{self, Origin};
use super::part::{Holds, Part, Parts, What};
use crate::check::text::Languages;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Form, Link, LinkKind, Texts};
use crate::source::Span;
use crate::syntax::{FormFile, Gone};

/// What links are made from.
pub(super) struct Sources<'s, 'a> {
    pub(super) file: &'a FormFile,
    pub(super) base: &'a Form,
    pub(super) now: &'s Parts<'a>,
    pub(super) before: &'s Before<'a>,
    pub(super) origins: &'s [Origin],
}

/// The links: what is here, then what is gone.
pub(super) fn links(sources: &Sources<'_, '_>, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Vec<Link> {
    let broken = broken(sources.now, out);
    let mut strangers = Strangers::default();
    let mut links = Vec::new();
    for (number, part) in sources.now.list.iter().enumerate() {
        let because = part.says.and_then(|says| languages.maybe(says.because.as_ref(), out));
        let is_broken = broken.get(number).copied().unwrap_or_default();
        links.extend(sources.link(number, part, because, is_broken, &mut strangers, out));
    }
    strangers.report(out);
    // What a figure was split into is new, which that link says.
    let split: BTreeSet<String> =
        links.iter().filter(|link| link.kind == LinkKind::Split).flat_map(|link| link.to.iter().cloned()).collect();
    let is_said = |link: &Link| link.because.is_none() && link.to.iter().all(|to| split.contains(to));
    links.retain(|link| link.kind != LinkKind::Added || !is_said(link));
    links.extend(gone(sources, languages, out));
    links
}

/// Whether the figures of a part cannot be compared with those before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Broken {
    /// It says so, or something above says so that has no link of its own.
    here: bool,
    /// It, or something above, says so.
    at_all: bool,
}

/// Which parts cannot be compared. What a dimension or a heading among members says is said of each member.
fn broken(now: &Parts<'_>, out: &mut Vec<Diagnostic>) -> Vec<Broken> {
    let mut all: Vec<Broken> = Vec::with_capacity(now.list.len());
    for part in &now.list {
        let above = part.over.and_then(|above| all.get(above)).copied().unwrap_or_default();
        let said = part.says.and_then(|says| says.comparable);
        if let Some(said) = said.filter(|said| said.value && above.at_all) {
            out.push(
                Diagnostic::new(
                    Code::KeysExclude,
                    format!("`{}` can be compared beneath what cannot", part.address),
                    said.span,
                    "what stands above says `comparable: no`",
                )
                .help("say `comparable: no` of the figures that it is true of, and not of what stands above them"),
            );
        }
        let own = said.is_some_and(|said| !said.value);
        let of_dimension = part.over.and_then(|over| now.get(over)).is_some_and(|over| over.what == What::Dimension);
        all.push(Broken { here: own || above.at_all && of_dimension, at_all: own || above.at_all });
    }
    let headings = now.list.iter().filter(|part| part.what == What::HeadingOfMembers);
    for heading in headings.filter(|part| part.says.and_then(|says| says.comparable).is_some_and(|said| !said.value)) {
        for member in &heading.direct {
            if let Some(member) = all.get_mut(*member) {
                *member = Broken { here: true, at_all: true };
            }
        }
    }
    all
}

impl Sources<'_, '_> {
    /// What links a part with what it was, unless it goes on as everything does.
    fn link(
        &self,
        number: usize,
        part: &Part<'_>,
        because: Option<Texts>,
        broken: Broken,
        strangers: &mut Strangers,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Link> {
        let says = part.says;
        let was = says.and_then(|says| says.was.as_ref());
        let comparable = says.and_then(|says| says.comparable);
        let reason = says.and_then(|says| says.because.as_ref()).map(|because| because.span);
        let children = says.and_then(|says| says.children.first()).map(|children| children.key_span);
        let link = |kind, from: &[usize], to: Vec<String>, span: Option<Span>, because| Link {
            kind,
            from: from.iter().map(|from| self.before.parts.address(*from)).collect(),
            to,
            label: None,
            because,
            span: was.map(|was| was.span).or(span).unwrap_or(part.span),
        };
        let here = || vec![part.address.clone()];
        if matches!(part.what, What::Root | What::Header) {
            return None;
        }
        match self.origins.get(number)? {
            Origin::Unknown => None,
            Origin::New if part.what == What::HeadingOfMembers => None,
            Origin::New => {
                if let Some(said) = comparable.filter(|said| !said.value) {
                    out.push(
                        Diagnostic::new(
                            Code::KeyDoesNotApply,
                            format!("`{}` was not there before, so that nothing can be compared with it", part.address),
                            said.span,
                            "new in this revision",
                        )
                        .help("take it away, or say with `was` what it was"),
                    );
                }
                let over = part.over.filter(|over| self.now.get(*over).is_some_and(|over| over.what != What::Header));
                let is_taken_along = over.and_then(|over| self.origins.get(over)) == Some(&Origin::New);
                let silent = is_taken_along && because.is_none() && was.is_none();
                (!silent).then(|| link(LinkKind::Added, &[], here(), None, because))
            }
            Origin::Was(all) => match all.as_slice() {
                [] => None,
                [one] => {
                    let old = self.before.parts.get(*one)?;
                    let is_split = match part.what {
                        What::HeadingOfMembers => true,
                        _ => is_heading(part) && matches!(old.holds, Holds::Figure(_) | Holds::Field(_)),
                    };
                    let said = comparable.map(|said| said.span);
                    if is_split && !broken.at_all {
                        let to = part.direct.iter().map(|direct| self.now.address(*direct)).collect();
                        let span = was.map(|was| was.span).or(children).unwrap_or(part.span);
                        let adds = self.covers(part, old, span, out) && measure::split(self.now, part, old, span, out);
                        return adds.then(|| link(LinkKind::Split, &[*one], to, children, because));
                    }
                    if part.what == What::HeadingOfMembers {
                        return None;
                    }
                    if !broken.at_all {
                        strangers.look(self.now, part, old);
                    }
                    let above = part.above.and_then(|above| self.origins.get(above));
                    let is_elsewhere = origin::default(self.now, self.before, part, above) != Some(*one);
                    let kind = if broken.here { LinkKind::Broken } else { LinkKind::Continued };
                    (broken.here || is_elsewhere || because.is_some())
                        .then(|| link(kind, &[*one], here(), said.or(reason), because))
                }
                several => {
                    let span = was.map_or(part.span, |was| was.span);
                    if let Some(said) = comparable.filter(|said| !said.value) {
                        out.push(
                            Diagnostic::new(
                                Code::KeysExclude,
                                "a figure that was several is compared with their sum",
                                said.span,
                                "cannot be compared",
                            )
                            .also(span, "the sum of these")
                            .help("take one of the two away; `was: []` is a figure that was nothing before"),
                        );
                    }
                    measure::merged(self.before, part, several, span, out)
                        .then(|| link(LinkKind::Merged, several, here(), None, because))
                }
            },
        }
    }

    /// Whether what stands beneath a heading that was a figure may be all of it: children that the figure had already say
    /// so only where they were its parts.
    fn covers(&self, part: &Part<'_>, old: &Part<'_>, span: Span, out: &mut Vec<Diagnostic>) -> bool {
        let node = self.base.nodes.iter().find(|node| node.path == old.address && old.what == What::Item);
        let relation = node.and_then(|node| node.relation);
        let is_partition = matches!(relation, None | Some(crate::model::Relation::Parts));
        let goes_on = |direct: &usize| {
            let was = self.origins.get(*direct).and_then(Origin::own).and_then(|was| self.before.parts.get(was));
            was.is_some_and(|was| was.address.starts_with(&format!("{}.", old.address)))
        };
        if is_partition || !part.direct.iter().any(goes_on) {
            return true;
        }
        out.push(
            Diagnostic::new(
                Code::SumOfUnlike,
                format!("`{}` was a figure, and what stood beneath it did not add up to it", old.address),
                span,
                "now a heading",
            )
            .also(old.span, "the figure before")
            .help("say `comparable: no`: the figure is no longer asked for, and the others do not say it"),
        );
        false
    }
}

fn is_heading(part: &Part<'_>) -> bool {
    part.what == What::Item && matches!(part.holds, Holds::Nothing)
}

/// What is no longer there, and the reasons for it.
fn gone(sources: &Sources<'_, '_>, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Vec<Link> {
    let Sources { file, base, now, before, origins } = sources;
    // Where it is not known what something was, nothing is known to be gone.
    let mut went_on: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, origin) in origins.iter().enumerate() {
        if let Origin::Was(was) = origin {
            for was in was {
                went_on.entry(*was).or_insert(number);
            }
        }
    }
    let mut said: BTreeMap<usize, (&Gone, Option<Texts>)> = BTreeMap::new();
    for entry in &file.gone {
        let because = languages.maybe(entry.because.as_ref(), out);
        if names_a_check(base, &entry.address.text) {
            continue;
        }
        let of = before.resolve(&entry.address, |part| {
            before.parts.get(part).is_some_and(|part| !matches!(part.what, What::Root | What::Header))
        });
        match of {
            Err(diagnostic) => out.push(*diagnostic),
            Ok(part) => match went_on.get(&part).and_then(|on| now.get(*on)) {
                Some(on) => out.push(
                    Diagnostic::new(
                        Code::GoneGoesOn,
                        format!("`{}` is said to be gone, and goes on as `{}`", entry.address.text, on.address),
                        entry.address.span,
                        "said to be gone",
                    )
                    .also(on.span, "goes on here")
                    .help("take one of the two away; another thing under an old name says `was: []`"),
                ),
                None => {
                    said.insert(part, (entry, because));
                }
            },
        }
    }
    let place = file.revises.as_ref().map_or(file.form.span, |revises| revises.span);
    let mut links = Vec::new();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for (number, part) in before.parts.list.iter().enumerate() {
        if went_on.contains_key(&number) || matches!(part.what, What::Root | What::Header) {
            continue;
        }
        let is_taken_along = part.over.is_some_and(|over| gone.contains(&over));
        gone.insert(number);
        let entry = said.remove(&number);
        if is_taken_along && entry.is_none() {
            continue;
        }
        let (span, because) = entry.map_or((place, None), |(entry, because)| (entry.address.span, because));
        links.push(Link {
            kind: LinkKind::Gone,
            from: vec![part.address.clone()],
            to: Vec::new(),
            label: Some(translated(part.label, &base.languages, &languages.tags)),
            because,
            span,
        });
    }
    links
}

/// Whether an address is that of a check, which has no data to carry.
fn names_a_check(base: &Form, address: &str) -> bool {
    address.contains(':') && base.checks.iter().any(|check| check.id == address)
}

/// A text of the form before in the languages of this one.
fn translated(texts: &Texts, from: &[String], to: &[String]) -> Texts {
    let find = |tag: &String| {
        let at = from.iter().position(|known| known.eq_ignore_ascii_case(tag))?;
        texts.0.get(at)?.clone()
    };
    let mut found = Texts(to.iter().map(find).collect());
    // Without a text in the first language there is nothing for the others to fall back on.
    if let Some(first @ None) = found.0.first_mut() {
        *first = texts.0.iter().flatten().next().cloned();
    }
    found
}
