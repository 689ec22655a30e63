//! Dimensions and their members. They inherit nothing: what the file says of them is all of it.

use super::check;
use super::scalar::{lang_text, mapping, scalar};
use crate::syntax::{Children, Members, Node, Scalar};

/// A dimension: its id as a key, and beneath it what it says.
pub(super) fn dimension(says: &Node) -> String {
    let mut lines = vec![format!("{}:", scalar(&says.id.text))];
    lines.extend(body(says).into_iter().map(|line| format!("  {line}")));
    lines.join("\n")
}

/// What a dimension or a member says but for its id, in lines.
fn body(says: &Node) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |key: &str, value: Option<String>| lines.extend(value.map(|value| format!("{key}: {value}")));
    let flag = |flag: Option<bool>| flag.map(|flag| flag.to_string());
    let word = |word: &Option<Scalar>| word.as_ref().map(|word| scalar(&word.text));
    say("label", says.label.as_ref().map(lang_text));
    say("definition", says.definition.as_ref().map(lang_text));
    say("code", word(&says.code));
    say("at", word(&says.at));
    say("printed", flag(says.printed.map(|printed| printed.value)));
    if let Some(total) = &says.total {
        let label = total.label.as_ref().map(|label| ("label", lang_text(label)));
        let at = total.at.as_ref().map(|at| ("at", scalar(&at.text)));
        say("total", Some(mapping(&label.into_iter().chain(at).collect::<Vec<_>>())));
    }
    say("minus", flag(says.minus.map(|minus| minus.value)));
    say("apart", flag(says.apart.map(|apart| apart.value)));
    say("whole", word(&says.whole));
    say("signed", flag(says.attributes.signed.map(|signed| signed.value)));
    let bounds = &says.bounds;
    for (key, bound) in [("min", &bounds.min), ("max", &bounds.max), ("above", &bounds.above), ("below", &bounds.below)]
    {
        say(key, word(bound));
    }
    lines.extend(check::lines(&says.checks));
    says.children.iter().for_each(|children| lines.extend(members(children)));
    lines
}

fn members(children: &Children) -> Vec<String> {
    let key = children.key.as_str();
    match &children.members {
        Members::List(nodes) => {
            let mut lines = vec![format!("{key}:")];
            for node in nodes {
                lines.push(format!("  - id: {}", scalar(&node.id.text)));
                lines.extend(body(node).into_iter().map(|line| format!("    {line}")));
            }
            lines
        }
        Members::Numbered { n, label } => {
            let label = label.as_ref().map(|label| ("label", lang_text(label)));
            let entries: Vec<_> = [("n", scalar(&n.text))].into_iter().chain(label).collect();
            vec![format!("{key}: {}", mapping(&entries))]
        }
        Members::Open { key: field, min, max } => {
            let mut entries = vec![("key", mapping(&row_key(field)))];
            entries.extend(min.as_ref().map(|min| ("min", scalar(&min.text))));
            entries.extend(max.as_ref().map(|max| ("max", scalar(&max.text))));
            vec![format!("{key}: {}", mapping(&entries))]
        }
    }
}

/// What the key of rows says.
fn row_key(says: &Node) -> Vec<(&'static str, String)> {
    let label = says.label.as_ref().map(|label| ("label", lang_text(label)));
    let words =
        [("type", &says.content), ("of", &says.of), ("pattern", &says.pattern), ("max_length", &says.max_length)];
    let words = words.into_iter().filter_map(|(key, word)| Some((key, scalar(&word.as_ref()?.text))));
    label.into_iter().chain(words).collect()
}
