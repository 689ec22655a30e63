//! Whatever the bytes, there are diagnostics and no panic, and every place is one in the file.

use proptest::prelude::*;

use super::editor::forms;
use crate::diagnostic::{Diagnostic, render};
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
    fn any_pieces_of_the_language_are_judged(pieces in proptest::collection::vec(piece(), 0..60)) {
        judge(pieces.concat().as_bytes());
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
