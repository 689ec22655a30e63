//! Message templates: text with names in braces, taken apart.

use tallyform::plan::{Segment, Slot, Template};

/// Takes a template apart. `{{` and `}}` are braces; a name in braces is a slot of [`Slot::ALL`] or, by `cell`, a cell. What
/// is neither has been reported by the front end and stays as it is written.
pub(super) fn parse(text: &str, cell: impl Fn(&str) -> Option<u32>) -> Template {
    let mut template = Template::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, found) = rest.split_at(at);
        plain.push_str(before);
        if let Some(after) = found.strip_prefix("{{") {
            plain.push('{');
            rest = after;
        } else if let Some(after) = found.strip_prefix("}}") {
            plain.push('}');
            rest = after;
        } else if let Some((segment, after)) = braces(found, &cell) {
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
    plain.push_str(rest);
    if !plain.is_empty() {
        template.push(Segment::Text(plain));
    }
    template
}

fn braces<'a>(text: &'a str, cell: &impl Fn(&str) -> Option<u32>) -> Option<(Segment, &'a str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    let slot = || Slot::ALL.iter().find(|(spelling, _)| *spelling == name.trim()).map(|(_, slot)| *slot);
    let segment = match cell(name).or_else(|| cell(name.trim())) {
        Some(cell) => Segment::Cell { cell },
        None => Segment::Slot { slot: slot()? },
    };
    Some((segment, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Segment]) {
        assert_eq!(parse(text, |name| (name == "requests.received").then_some(7)), expected);
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
    fn what_names_nothing_stays_as_written() {
        check("a {nothing} b { c } d {", &[text("a {nothing} b { c } d {")]);
    }

    #[test]
    fn labels_in_any_script_are_text() {
        check("收到｛{label}｝", &[text("收到｛"), Segment::Slot { slot: Slot::Label }, text("｝")]);
    }
}
