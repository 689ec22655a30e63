//! Whatever the bytes, there are diagnostics and no panic, and every place is one in the file.

use proptest::prelude::*;

use super::editor::forms;
use crate::diagnostic::{Diagnostic, render};
use crate::yaml::{self, Scalar, Tree, Value};
use crate::{SourceMap, Span, check};

/// Checks and renders; every span must lie in the file, on boundaries of characters.
fn judge(bytes: &[u8]) {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", bytes);
    let diagnostics = check(&sources, file).diagnostics;
    let text = &sources.get(file).text;
    for span in diagnostics.iter().flat_map(spans) {
        let inside = text.get(span.start as usize..span.end as usize);
        assert!(inside.is_some(), "{span:?} is no part of the file: {diagnostics:#?}");
    }
    let _ = render::text(&sources, &diagnostics, false);
    let _ = render::json(&sources, &diagnostics);
    let _ = render::sarif(&sources, &diagnostics);
    let _ = render::github(&sources, &diagnostics);
}

fn spans(diagnostic: &Diagnostic) -> Vec<Span> {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary).map(|label| label.span);
    labels.chain(diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span)).collect()
}

/// Every character of every scalar stands in the file, inside the scalar, on boundaries of characters.
fn locate_scalars(text: &str) {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", text);
    let mut trees: Vec<Tree> = yaml::read(&sources, file, &mut Vec::new()).into_iter().collect();
    while let Some(tree) = trees.pop() {
        match &tree.value {
            Value::Scalar(scalar) => locate(&sources, scalar),
            Value::Sequence(items) => trees.extend(items.iter().cloned()),
            Value::Mapping(entries) => {
                for entry in entries.iter() {
                    locate(&sources, &entry.key);
                    trees.push(entry.value.clone());
                }
            }
            Value::Missing | Value::Broken => {}
        }
    }
}

fn locate(sources: &SourceMap, scalar: &Scalar) {
    let text = &sources.get(scalar.span.file).text;
    for (at, character) in scalar.text.char_indices() {
        let part = scalar.sub(at, at + character.len_utf8());
        let inside = scalar.span.start <= part.start && part.end <= scalar.span.end;
        let whole = text.get(part.start as usize..part.end as usize).is_some();
        assert!(inside && whole, "{character:?} at {at} stands at {part:?}: {scalar:?}");
    }
}

/// A quoted or folded text with everything that may stand in one.
fn quoted() -> impl Strategy<Value = String> {
    let parts = [
        "a",
        "件",
        "𠮷",
        " ",
        "  ",
        "\n  ",
        "\n\n  ",
        "\\n",
        "\\\n  ",
        "\\u4ef6",
        "\\uD834\\uDD1E",
        "\\U0001F600",
        "\\x41",
        "\\\\",
        "\\\"",
        "''",
        "\r\n  ",
        "\t",
        "\\t",
        "\\ ",
        "\\_",
    ];
    let inside = proptest::collection::vec(proptest::sample::select(parts.to_vec()), 0..12);
    (inside, 0..5_u8).prop_map(|(inside, notation)| {
        let inside = inside.concat();
        match notation {
            0 => format!("x: '{inside}'\n"),
            1 => format!("x: a{inside}\n"),
            2 => format!("x: |\n  {inside}\n"),
            3 => format!("x: >\n  {inside}\ny: z"),
            _ => format!("x: \"{inside}\"\n"),
        }
    })
}

/// Pieces of YAML and of the language, so that random texts get further than their first line.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "tallyform: 1\n",
        "items:\n",
        "  - ",
        "id: a",
        "label: 标签",
        ", ",
        ": ",
        "{",
        "}",
        "[",
        "]",
        "\n",
        "\"",
        "'",
        "&a ",
        "*a",
        "*b",
        "!!str ",
        "|\n  x\n",
        ">-\n",
        "# ",
        "---\n",
        "...\n",
        "? ",
        "- ",
        "%YAML 1.2\n",
        "\\u00e9",
        "\\\n",
        "\t",
        "\r\n",
        "\u{feff}",
        "\u{2028}",
        "𠮷",
        "units: {件: {kind: count}}\n",
        "check: a == b",
        "~",
        "<<",
        "unit: 件",
        "parts: ",
        "max: 1e9",
        "n: 3",
        "key: {",
        "also: ",
        "\0",
        "\u{85}",
    ];
    prop_oneof![
        8 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_judged(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        judge(&bytes);
    }

    #[test]
    fn every_character_of_a_scalar_is_found(text in quoted()) {
        locate_scalars(&text);
    }

    #[test]
    fn any_pieces_of_the_language_are_judged(pieces in proptest::collection::vec(piece(), 0..60)) {
        judge(pieces.concat().as_bytes());
        locate_scalars(&pieces.concat());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn real_forms_with_lines_lost_doubled_and_spliced_are_judged(
        which in any::<prop::sample::Index>(),
        edits in proptest::collection::vec((0..4_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), piece()), 1..6),
    ) {
        let forms = forms();
        let (_, text) = which.get(&forms);
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (kind, at, other, piece) in edits {
            if lines.is_empty() {
                break;
            }
            let (at, other) = (at.index(lines.len()), other.index(lines.len()));
            match kind {
                0 => { lines.remove(at); }
                1 => { let line = lines[at].clone(); lines.insert(other, line); }
                2 => lines.swap(at, other),
                _ => {
                    let column = lines[at].char_indices().map(|(column, _)| column).nth(other % 40).unwrap_or(0);
                    lines[at].insert_str(column, &piece);
                }
            }
        }
        judge(lines.join("\n").as_bytes());
    }
}
