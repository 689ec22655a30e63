//! What a form without diagnostics comes to.

use num_rational::BigRational;

use super::fixture::form;
use crate::model::{
    Check, Content, Expr, Figure, Form, NodeId, Operator, Placeholder, Severities, Severity, Statement,
};

fn number(text: &str) -> BigRational {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    BigRational::new(above.parse().expect("digits"), below.parse().expect("digits"))
}

fn node(form: &Form, path: &str) -> NodeId {
    let at = form.nodes.iter().position(|node| node.path == path).expect("the node is there");
    NodeId(at as u32)
}

fn figure<'f>(form: &'f Form, path: &str) -> &'f Figure {
    match &form.node(node(form, path)).cell.as_ref().expect("a cell").content {
        Content::Figure(figure) => figure,
        other => panic!("{path} is {other:?}"),
    }
}

fn check<'f>(form: &'f Form, id: &str) -> &'f Check {
    form.checks.iter().find(|check| check.id == id).expect("the check is there")
}

/// The bounds of a figure: closed ends in brackets, open ones in parentheses.
fn bounds(form: &Form, path: &str) -> String {
    let figure = figure(form, path);
    let low = figure
        .lower
        .as_ref()
        .map_or("(".to_owned(), |(value, open)| format!("{}{value}", if *open { "(" } else { "[" }));
    let high = figure
        .upper
        .as_ref()
        .map_or(")".to_owned(), |(value, open)| format!("{value}{}", if *open { ")" } else { "]" }));
    format!("{low},{high}")
}

#[test]
fn bounds_replace_each_other_as_the_language_says() {
    let form = form(
        "
units: {件: {kind: count}}
unit: 件
items:
  - {id: plain, label: A}
  - {id: signed, label: B, signed: true}
  - {id: own, label: C, min: -5}
  - {id: open, label: D, above: -5, below: 9}
  - id: heading
    label: E
    min: -5
    max: 9
    items:
      - {id: beneath, label: F}
      - {id: signed, label: G, signed: true}
      - id: own
        label: H
        below: 7
        parts: [{id: part, label: I}]
",
    );
    for (path, expected) in [
        ("plain", "[0,)"),
        ("signed", "(,)"),
        ("own", "[-5,)"),
        ("open", "(-5,9)"),
        ("heading.beneath", "[0,9]"),
        ("heading.signed", "[-5,9]"),
        ("heading.own", "[0,7)"),
        ("heading.own.part", "[0,9]"),
    ] {
        assert_eq!(bounds(&form, path), expected, "{path}");
    }
}

#[test]
fn the_nearer_of_unit_and_decimals_says_the_places() {
    let form = form(
        "
units: {件: {kind: count}, 元: {kind: money, of: CNY, decimals: 2}}
unit: 元
items:
  - {id: a, label: A}
  - {id: b, label: B, decimals: 1}
  - id: g
    label: G
    decimals: 3
    items:
      - {id: c, label: C}
      - {id: d, label: D, unit: 件}
      - {id: e, label: E, unit: 件, decimals: 1}
",
    );
    let places = ["a", "b", "g.c", "g.d", "g.e"].map(|path| figure(&form, path).decimals);
    assert_eq!(places, [2, 1, 3, 0, 1]);
}

#[test]
fn headings_are_transparent_and_parts_may_be_deducted_or_apart() {
    let form = form(
        "
units: {件: {kind: count}}
unit: 件
items:
  - id: whole
    label: W
    total: {label: In all, at: last}
    parts:
      - {id: a, label: A}
      - id: heading
        label: H
        items:
          - {id: b, label: B, minus: true}
          - {id: remark, label: R, type: text}
      - {id: c, label: C, apart: true}
      - id: again
        label: G
        whole: whole
        some_parts: [{id: d, label: D}, {id: e, label: E}]
",
    );
    let [whole, a, b] = ["whole", "whole.a", "whole.heading.b"].map(|path| node(&form, path));
    let parts = check(&form, "whole:parts");
    assert_eq!(parts.text, "whole == a - .whole.heading.b");
    assert_eq!(
        parts.statements,
        [Statement::Compare {
            op: Operator::Equal,
            left: Expr::Figure(whole),
            right: Expr::Sum(vec![Expr::Figure(a), Expr::Minus(Box::new(Expr::Figure(b)))]),
            tolerance: None,
        }]
    );
    let again = check(&form, "whole.again:some_parts");
    assert_eq!(again.text, "d + e <= whole");
    assert_eq!(form.node(again.node).whole, Some(whole));
    assert!(form.node(again.node).cell.is_none());
}

#[test]
fn overlapping_parts_give_a_statement_each() {
    let form = form(
        "
units: {件: {kind: count}}
unit: 件
severity: warning
items:
  - {id: a, label: A, of_which: [{id: b, label: B}, {id: c, label: C}]}
  - {id: d, label: D, covered_by: [{id: e, label: E}, {id: f, label: F}], check: {of: covered_by, severity: info, tolerance: 2}}
",
    );
    let of_which = check(&form, "a:of_which");
    assert_eq!((of_which.statements.len(), of_which.severity.least()), (2, Severity::Warning));
    let covered = check(&form, "d:covered_by");
    assert_eq!((covered.statements.len(), covered.severity.least()), (3, Severity::Info));
    let tolerant = |statement: &Statement| matches!(statement, Statement::Compare { tolerance: Some(tolerance), .. } if *tolerance == number("2"));
    assert!(covered.statements.iter().all(tolerant));
}

#[test]
fn units_are_converted_exactly_to_that_of_the_left_side() {
    let form = form(
        "
units:
  元: {kind: money, of: CNY, decimals: 2}
  万元: {kind: money, of: CNY, factor: 10000, decimals: 4}
  百分比: {kind: ratio, factor: 0.01, decimals: 1}
unit: 元
items:
  - {id: a, label: A, check: [a <= b, {id: back, that: b <= 3 * a}, {id: ratio, that: a / b <= share}]}
  - {id: b, label: B, unit: 万元}
  - {id: share, label: S, unit: 百分比, check: share <= 50}
",
    );
    let [a, b, share] = ["a", "b", "share"].map(|path| Expr::Figure(node(&form, path)));
    let scaled = |by: &str, of: &Expr| Expr::Scale { by: number(by), of: Box::new(of.clone()) };
    let sides = |id: &str| match check(&form, id).statements.as_slice() {
        [Statement::Compare { left, right, .. }] => (left.clone(), right.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(sides("a:check"), (a.clone(), scaled("10000", &b)));
    let (_, right) = sides("a:back");
    let three = Expr::Product(Box::new(Expr::Number(number("3"))), Box::new(a.clone()));
    assert_eq!(right, scaled("1/10000", &three));
    let (left, right) = sides("a:ratio");
    assert_eq!(left, Expr::Quotient(Box::new(a), Box::new(scaled("10000", &b))));
    assert_eq!(right, scaled("1/100", &share));
    assert_eq!(sides("share:check").1, Expr::Number(number("50")));
}

#[test]
fn checks_switched_off_are_gone_and_cells_are_tuned() {
    let form = form(
        "
units: {件: {kind: count}}
unit: 件
required: true
items:
  - id: a
    label: A
    check:
      - {of: parts, severity: off, because: the printed form has an error here}
      - {of: required, severity: warning}
      - {of: bounds, severity: off, because: corrections are negative}
    parts: [{id: b, label: B}, {id: c, label: C}]
",
    );
    assert!(form.checks.is_empty());
    let cell = form.node(node(&form, "a")).cell.as_ref().expect("a cell");
    let least = |severity: &Option<Severities>| severity.as_ref().map(Severities::least);
    assert_eq!(
        (least(&cell.required), least(&cell.bounds), least(&cell.marks)),
        (Some(Severity::Warning), None, Some(Severity::Error))
    );
}

#[test]
fn messages_find_their_cells_from_the_node() {
    let form = form(
        "
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, check: {id: less, that: a < g.b, message: '{label}: {a} and {g.b} ({difference}) {{a}}'}}
  - {id: g, label: G, items: [{id: b, label: B}]}
",
    );
    let less = check(&form, "a:less");
    let named = |path: &str| (path.to_owned(), Placeholder { node: node(&form, path), prior: false });
    let expected = [named("a"), named("g.b")];
    assert_eq!(less.placeholders, expected);
}
