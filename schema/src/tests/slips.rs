//! Slips of the pen that authors make, each answered once and with what was meant.

use super::fixture::check;
use crate::{Diagnostic, SourceMap};

const UNITS: &str = "\
units:
  case: {kind: count}
items:
  - {id: received, label: Received, unit: case}
  - {id: cost, label: Cost, unit: case}
";

/// The diagnostics of a form that ends in `check: TEXT`.
fn of_check(text: &str) -> Vec<Diagnostic> {
    let mut sources = SourceMap::new();
    let form = format!("{}{UNITS}check: {text}\n", super::fixture::HEAD);
    let file = sources.add("form.yaml", form.as_bytes());
    crate::check(&sources, file).diagnostics
}

/// What a check becomes by the one fix that is offered.
#[track_caller]
fn mended(text: &str) -> String {
    let found = of_check(text);
    let [diagnostic] = found.as_slice() else { panic!("{text}: {found:#?}") };
    let fix = diagnostic.fix.as_ref().unwrap_or_else(|| panic!("{text}: no fix"));
    let [edit] = fix.edits.as_slice() else { panic!("{text}: {fix:?}") };
    let start = format!("{}{UNITS}check: ", super::fixture::HEAD).len();
    let (from, to) = (edit.span.start as usize - start, edit.span.end as usize - start);
    format!("{}{}{}", &text[..from], edit.text, &text[to..])
}

#[test]
fn numbers_of_other_spellings_are_rewritten() {
    assert_eq!(mended("received > 1e3"), "received > 1000");
    assert_eq!(mended("received > 1_000"), "received > 1000");
    assert_eq!(mended("received > 1,000"), "received > 1000");
    assert_eq!(mended("received > .5"), "received > 0.5");
    assert_eq!(mended("received > １０"), "received > 10");
    assert!(of_check("max(received, cost,100) > 5").iter().all(|found| found.code == crate::Code::NotANumber));
    assert_eq!(of_check(&format!("received > {}", "9".repeat(41))).len(), 1);
}

#[test]
fn signs_of_other_languages_are_rewritten() {
    assert_eq!(mended("received > 0; cost > 0"), "received > 0 and cost > 0");
    assert_eq!(mended("received..x > 0"), "received.x > 0");
}

#[test]
fn a_node_named_like_a_word_of_the_grammar_is_offered_behind_a_dot() {
    check(
        "\
units: {case: {kind: count}}
unit: case
items:
  - {id: sum, label: Sum}
  - id: table
    label: Table
    items:
      - {id: min, label: Least}
      - {id: if, label: Condition}
    check:
      - {id: a, that: sum == min}
#                     ^^^ F0601 `sum` is a word of the grammar
      - {id: b, that: .sum == min}
#                             ^^^ F0601 `min` is a word of the grammar
      - {id: c, that: if > 5}
#                     ^^ F0601 `if` is a word of the grammar
      - {id: d, that: .table.if > 5}
",
    );
}

#[test]
fn the_last_line_break_of_a_block_is_no_space_at_the_end() {
    let form = super::fixture::form(
        "\
units: {case: {kind: count}}
items:
  - id: a
    label: |
      A label
    unit: case
    definition: >
      An explanation
      in two lines.
    check: >
      a <=
      5
",
    );
    let node = form.nodes.iter().find(|node| node.id == "a").expect("the node is there");
    assert_eq!(node.label.0, [Some("A label".to_owned())]);
    assert_eq!(
        node.definition.as_ref().map(|text| text.0.clone()),
        Some(vec![Some("An explanation in two lines.".to_owned())])
    );
}

#[test]
fn keys_and_words_of_other_tools_are_understood() {
    check(
        "\
units:
  h: {type: duration, decimals: one}
#     ^^^^ F0103 has no key `type`
#                               ^^^ F0107
codes:
  sector: {public: Public, private: Private}
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ F0105 a code list must be a list
header:
  - {id: name, label: Name, type: string, mandatory: true}
#                                 ^^^^^^ F0106
#                                         ^^^^^^^^^ F0103 has no key `mandatory`
items:
  - {id: a, label: A, unit: h, required: yes}
#                                        ^^^ F0106
",
    );
}

#[test]
fn contradictions_are_as_grave_as_the_lighter_of_the_two() {
    for (severity, expected) in [("error", crate::Severity::Error), ("warning", crate::Severity::Warning)] {
        let found = of_check(&format!(
            "[{{id: a, that: received == cost, severity: {severity}}}, {{id: b, that: received != cost}}]"
        ));
        let [diagnostic] = found.as_slice() else { panic!("{found:#?}") };
        assert_eq!((diagnostic.code, diagnostic.severity), (crate::Code::CannotHold, expected));
        assert_eq!(diagnostic.message, "`:b` says the opposite of `:a`");
    }
    // A condition need not hold.
    assert_eq!(of_check("[{id: a, that: received == cost}, {id: b, that: if received != cost then cost > 5}]"), []);
}

#[test]
fn brackets_tabs_and_control_characters_are_named() {
    let message = |text: &str| {
        let found = of_check(text);
        assert_eq!(found.len(), 1, "{found:#?}");
        found[0].message.clone()
    };
    assert_eq!(message("[22] == 5"), "text stands behind a list in brackets");
    assert_eq!(message("received > 5\n\tfoo: bar"), "a tab stands where YAML wants spaces");
    assert_eq!(message("a\u{1b}[31m > 5"), "a control character stands here, which YAML does not allow");
}

#[test]
fn warnings_stop_where_errors_do() {
    let checks: Vec<String> = (0..300).map(|n| format!("{{id: c{n}, that: received >= 0}}")).collect();
    let found = of_check(&format!("[{}]", checks.join(", ")));
    assert_eq!(found.len(), crate::limits::MAX_ERRORS + 1);
    assert_eq!(found.last().map(|last| last.message.as_str()), Some("there are 200 more warnings"));
}

#[test]
fn a_large_form_of_unknown_names_is_read_in_time() {
    let items: String = (0..5_000)
        .map(|n| format!("  - {{id: f{n}, label: F, unit: case, check: nothing_like_it_{n} > 0}}\n"))
        .collect();
    let mut sources = SourceMap::new();
    let form = format!("{}units: {{case: {{kind: count}}}}\nitems:\n{items}", super::fixture::HEAD);
    let file = sources.add("form.yaml", form.as_bytes());
    let found = crate::check(&sources, file).diagnostics;
    assert_eq!(found.len(), crate::limits::MAX_ERRORS + 1);
    // The first ones still say what is there; the later ones say where to look.
    let help = |at: usize| found.get(at).and_then(|one| one.fix.as_ref()).map_or("", |fix| fix.message.as_str());
    assert!(help(0).contains("nearest are `f0`"), "{}", help(0));
    assert!(help(99).contains("names are sought"), "{}", help(99));
}

#[test]
fn a_check_that_breaks_off_is_marked_at_its_last_character() {
    for text in ["applies(收到总计", r#""sum(a总计""#, r#""min(\u603b\u8ba1""#, "件", "(", "1 +"] {
        let mut sources = SourceMap::new();
        let form = format!("{}{UNITS}check: {text}\n", super::fixture::HEAD);
        let file = sources.add("form.yaml", form.as_bytes());
        let found = crate::check(&sources, file).diagnostics;
        assert!(!found.is_empty(), "{text}");
        for diagnostic in &found {
            let span = diagnostic.primary.span;
            assert!(form.get(span.start as usize..span.end as usize).is_some_and(|part| !part.is_empty()), "{text}");
        }
        let shown = crate::diagnostic::render::text(&sources, &found, false);
        assert!(shown.contains('^'), "{shown}");
    }
}
