//! Message templates: text with names in braces, taken apart.

use tallyform::plan::{Segment, Slot, Template};

/// Takes a template apart. `{{` and `}}` are braces; a name in braces is a slot of [`Slot::ALL`] or what `named` says;
/// `{?` opens a piece that is left out where a slot in it has nothing to say, up to its `}`. What is none of these has been
/// reported by the front end and stays as it is written.
pub(super) fn parse(text: &str, named: impl Fn(&str) -> Option<Segment>) -> Template {
    piece(&mut &*text, &named, false)
}

/// Takes `rest` apart, up to the brace that closes an optional piece, or all of it.
fn piece(rest_of: &mut &str, named: &impl Fn(&str) -> Option<Segment>, optional: bool) -> Template {
    let mut template = Template::new();
    let mut plain = String::new();
    let mut rest = *rest_of;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, found) = rest.split_at(at);
        plain.push_str(before);
        if optional && let Some(after) = found.strip_prefix('}') {
            rest = after;
            break;
        } else if let (false, Some(mut after)) = (optional, found.strip_prefix("{?")) {
            if !plain.is_empty() {
                template.push(Segment::Text(std::mem::take(&mut plain)));
            }
            template.push(Segment::Optional { optional: piece(&mut after, named, true) });
            rest = after;
        } else if let Some(after) = found.strip_prefix("{{") {
            plain.push('{');
            rest = after;
        } else if let Some(after) = found.strip_prefix("}}") {
            plain.push('}');
            rest = after;
        } else if let Some((segment, after)) = braces(found, named) {
            if !plain.is_empty() {
                template.push(Segment::Text(std::mem::take(&mut plain)));
            }
            template.push(segment);
            rest = after;
        } else {
            let mut chars = found.chars();
            plain.extend(chars.next());
            rest = chars.as_str();
        }
    }
    if !optional {
        plain.push_str(rest);
        rest = "";
    }
    if !plain.is_empty() {
        template.push(Segment::Text(plain));
    }
    *rest_of = rest;
    template
}

fn braces<'a>(text: &'a str, named: &impl Fn(&str) -> Option<Segment>) -> Option<(Segment, &'a str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    let slot = || Slot::ALL.iter().find(|(spelling, _)| *spelling == name.trim()).map(|(_, slot)| *slot);
    let segment = named(name).or_else(|| named(name.trim()));
    let segment = match segment {
        Some(segment) => segment,
        None => Segment::Slot { slot: slot()? },
    };
    Some((segment, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Segment]) {
        assert_eq!(parse(text, |name| (name == "requests.received").then_some(Segment::Cell { cell: 7 })), expected);
    }

    fn text(text: &str) -> Segment {
        Segment::Text(text.to_owned())
    }

    #[test]
    fn slots_and_cells_stand_in_braces() {
        check(
            "{label}: {requests.received} != {right}.",
            &[
                Segment::Slot { slot: Slot::Label },
                text(": "),
                Segment::Cell { cell: 7 },
                text(" != "),
                Segment::Slot { slot: Slot::Right },
                text("."),
            ],
        );
    }

    #[test]
    fn doubled_braces_are_braces() {
        check("{{label}} }}{{", &[text("{label} }{")]);
    }

    #[test]
    fn optional_pieces_end_at_their_own_brace() {
        let difference = Segment::Slot { slot: Slot::Difference };
        check(
            "a{? (off by {difference})}}} b",
            &[text("a"), Segment::Optional { optional: vec![text(" (off by "), difference, text(")")] }, text("} b")],
        );
    }

    #[test]
    fn what_names_nothing_stays_as_written() {
        check("a {nothing} b { c } d {", &[text("a {nothing} b { c } d {")]);
    }

    #[test]
    fn labels_in_any_script_are_text() {
        check("收到｛{label}｝", &[text("收到｛"), Segment::Slot { slot: Slot::Label }, text("｝")]);
    }
}
