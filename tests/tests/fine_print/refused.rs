//! What a form may not say.

use super::{plan, refused};

const TWO: &str = "\
dimensions:
  p: {label: All, parts: [{id: m, label: M}, {id: n, label: N}]}
  q: {label: All, parts: [{id: m, label: M}]}
  r: {label: All, parts: {key: {label: R, type: text}}}
  s: {label: All, items: [{id: k, label: K}]}
";

#[track_caller]
fn is_refused(rest: &str, code: &str) {
    let said = refused(&format!("{TWO}{rest}"));
    assert!(said.iter().any(|one| one == code), "{said:?} of {rest}");
}

#[test]
fn a_member_of_two_dimensions_needs_the_name_of_one() {
    is_refused("items: [{id: x, label: X, by: [p, q], check: 'x[m] >= 1'}]", "UnknownMember");
    plan(&format!("{TWO}items: [{{id: x, label: X, by: [p, q], check: 'x[p.m] >= 1'}}]"));
}

#[test]
fn rows_have_no_brackets() {
    is_refused("items: [{id: x, label: X, by: [r], check: 'x[CBP] >= 1'}]", "UnknownMember");
    is_refused("items: [{id: x, label: X, by: [r], check: 'x[*] >= 1'}]", "UnknownMember");
}

#[test]
fn the_key_of_rows_is_called_as_nothing_beside_it() {
    is_refused("items: [{id: t, label: T, by: [r], items: [{id: r, label: R}]}]", "DuplicateId");
}

#[test]
fn member_ids_are_unique_in_a_dimension() {
    let twice = "dimensions: {p: {label: All, parts: [{id: m, label: M}, {id: m, label: N}]}}\nby: [p]\nitems: [{id: x, label: X}]";
    assert!(refused(twice).iter().any(|code| code == "DuplicateId"), "{:?}", refused(twice));
}

#[test]
fn a_part_has_no_dimension_without_a_whole_besides() {
    is_refused("items: [{id: x, label: X, parts: [{id: a, label: A, by: [s]}]}]", "DimensionsInRelation");
}

#[test]
fn except_names_what_there_is() {
    is_refused(
        "items: [{id: t, label: T, except: [[x, nowhere]], by: [p], items: [{id: x, label: X}]}]",
        "UnknownPath",
    );
}

#[test]
fn over_names_no_dimension_that_a_bracket_has_taken() {
    is_refused("items: [{id: x, label: X, by: [p], check: 'sum(x[m] over p) >= 1'}]", "UnknownMember");
}

#[test]
fn minus_and_apart_exclude_each_other() {
    is_refused(
        "items: [{id: x, label: X, parts: [{id: a, label: A}, {id: b, label: B, minus: true, apart: true}]}]",
        "KeysExclude",
    );
    plan(
        "items: [{id: x, label: X, parts: [{id: a, label: A}, {id: h, label: H, apart: true, items: [{id: b, label: B}]}]}]",
    );
}

#[test]
fn comparisons_do_not_chain_and_join_as_statements() {
    is_refused("check: 1 <= x <= 3\nitems: [{id: x, label: X}]", "ChainedComparison");
    plan("check: (x == 1) == (x != 3)\nitems: [{id: x, label: X}]");
}

#[test]
fn a_node_called_as_a_word_of_the_grammar_has_a_leading_dot() {
    is_refused("check: count >= 1\nitems: [{id: count, label: X}]", "ExpressionSyntax");
    plan("check: .count >= 1\nitems: [{id: count, label: X}]");
}

#[test]
fn figures_of_other_free_dimensions_do_not_meet() {
    is_refused("check: x <= y\nitems: [{id: x, label: X, by: [p]}, {id: y, label: Y}]", "FreeDimensions");
}
