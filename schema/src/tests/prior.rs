//! The report of one period earlier in checks.

use super::fixture::{check, form};
use crate::model::{Expr, Form, NodeId, Statement};

fn node(form: &Form, path: &str) -> NodeId {
    let at = form.nodes.iter().position(|node| node.path == path).expect(path);
    NodeId(u32::try_from(at).expect("few nodes"))
}

fn statement(form: &Form, id: &str) -> Statement {
    form.checks.iter().find(|check| check.id == id).expect(id).statements[0].clone()
}

#[test]
fn a_figure_of_the_report_before_is_found_as_one_of_this_report() {
    let form = form(
        r#"
period: year
units:
  件: {kind: count}
  千件: {kind: count, factor: 1000, of: 件}
  件数: {kind: count, of: 件}
unit: 件
items:
  - id: requests
    label: Requests
    items:
      - {id: open, label: Open, code: "01", check: open == prior.closing}
      - {id: closing, label: Closing, parts: [{id: a, label: A, code: "02"}, {id: b, label: B, code: "03"}]}
      - {id: rough, label: Rough, unit: 千件, check: "rough == prior.exact"}
      - {id: exact, label: Exact, unit: 件数}
    check:
      - {id: parts_before, that: sum(prior.closing.*) <= open}
      - {id: codes, that: "[01] == sum(prior.[02]..[03])"}
      - {id: root, that: "if reported(prior..requests.open) then prior.[01] >= 1"}
"#,
    );
    let [open, closing, a, b] =
        ["requests.open", "requests.closing", "requests.closing.a", "requests.closing.b"].map(|path| node(&form, path));
    let sides = |id| match statement(&form, id) {
        Statement::Compare { left, right, .. } => (left, right),
        other => panic!("{other:?}"),
    };
    assert_eq!(sides("requests.open:check"), (Expr::Figure(open), Expr::Prior(closing)));
    let parts = Expr::Sum(vec![Expr::Prior(a), Expr::Prior(b)]);
    assert_eq!(sides("requests:parts_before"), (parts.clone(), Expr::Figure(open)));
    assert_eq!(sides("requests:codes"), (Expr::Figure(open), parts));
    let (_, converted) = sides("requests.rough:check");
    assert!(matches!(converted, Expr::Scale { of, .. } if *of == Expr::Prior(node(&form, "requests.exact"))));
    match statement(&form, "requests:root") {
        Statement::If { condition, .. } => assert_eq!(*condition, Statement::Reported(Expr::Prior(open))),
        other => panic!("{other:?}"),
    }
}

#[test]
fn members_of_the_report_before_are_chosen_and_run_through() {
    let form = form(
        r#"
period: year
units: {件: {kind: count}}
unit: 件
dimensions:
  sex: {label: Both, parts: [{id: women, label: Women}, {id: men, label: Men}]}
items:
  - {id: a, label: A, by: [sex], check: [a == prior.b, {id: women, that: "a[women] >= prior.a[women]"}]}
  - {id: b, label: B, by: [sex]}
  - {id: c, label: C, check: c == max(prior.b over sex)}
  - {id: d, label: D, check: count(prior.b over sex) <= d}
"#,
    );
    let check = |id: &str| form.checks.iter().find(|check| check.id == id).expect(id);
    // For the whole and for both members: the dimensions of earlier figures are free as others are.
    assert_eq!(check("a:check").statements.len(), 3);
    assert_eq!(check("a:check").free.len(), 1);
    assert_eq!(check("a:women").statements.len(), 1);
    let men = form.nodes.iter().position(|node| node.path == "b.men").expect("a cell");
    match &check("c:check").statements[0] {
        Statement::Compare { right: Expr::Max(figures), .. } => {
            assert_eq!(figures.len(), 2);
            assert_eq!(figures[1], Expr::Prior(NodeId(u32::try_from(men).expect("few"))));
        }
        other => panic!("{other:?}"),
    }
    match &check("d:check").statements[0] {
        Statement::Compare { left: Expr::Count(figures), .. } => {
            assert!(figures.iter().all(|figure| matches!(figure, Expr::Prior(_))));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_wrong_with_a_name_of_the_report_before_is_said_of_the_name() {
    check(
        r#"
period: year
units: {件: {kind: count}, 元: {kind: money, of: CNY, decimals: 2}}
unit: 件
dimensions:
  sex: {label: Both, parts: [{id: women, label: Women}, {id: men, label: Men}]}
items:
  - {id: a, label: A, check: a == prior.bb}
#                                       ^^ F0602 `bb` names no node in reach
  - {id: b, label: B, check: b >= prior.g}
#                                 ^^^^^^^ F0604 `g` is a heading
  - {id: c, label: C, unit: 元, check: c == prior.b}
#                                           ^^^^^^^ F0701 `元` and `件` cannot be compared
  - {id: d, label: D, by: [sex], check: d == prior.b}
#                                            ^^^^^^^ F0611 figures with different free dimensions
  - id: g
    label: G
    items: [{id: a, label: A, items: [{id: x, label: X}]}, {id: e, label: E, check: e == prior.a.y}]
#                                                                                                ^ F0602 `g.a` has no `y`
  - {id: f, label: F, check: [prior.f, {id: t, that: f == prior.t}, {id: u, that: f == prior}]}
#                             ^^^^^^^ F0608 a number stands where something that holds or not is wanted
#                                                         ^^^^^^^ F0607 `t` is a text, not a number
#                                                                                      ^^^^^ F0601 expected a figure, a number or `(`, found `prior`
  - {id: t, label: T, type: text}
"#,
    );
}

#[test]
fn without_a_period_there_is_no_report_before() {
    check(
        r#"
units: {件: {kind: count}}
unit: 件
dimensions:
  sex: {label: Both, parts: [{id: women, label: Women}, {id: men, label: Men}], check: {id: grows, that: women >= prior.women}}
#                                                                                                                 ^^^^^^^^^^^ F0104 without a `period`
items:
  - {id: a, label: A, code: "01", check: a == prior.b}
#                                             ^^^^^^^ F0104 without a `period`
  - {id: b, label: B, code: "02", check: "b >= sum(prior.[01]..[02])"}
#                                                  ^^^^^^^^^^^^^^^^ F0104 without a `period`
  - {id: c, label: C, check: if reported(prior.a) then c > 1}
#                                        ^^^^^^^ F0104 without a `period`
  - {id: d, label: D, by: [sex]}
  - {id: e, label: E, check: e >= sum(prior.d over sex)}
#                                     ^^^^^^^ F0104 without a `period`
"#,
    );
}

#[test]
fn a_figure_and_its_namesake_of_the_report_before_are_two() {
    check(
        r#"
period: year
units: {件: {kind: count}}
unit: 件
items:
  - {id: a, label: A, check: [a + prior.a >= 1, {id: same, that: prior.a == prior.a}]}
#                                                                ^^^^^^^^^^^^^^^^^^ F0702 the check cannot fail
  - {id: b, label: B, check: prior.b >= 0}
#                            ^^^^^^^^^^^^ F0702 the check cannot fail
  - {id: c, label: C, check: c == prior.a + prior.a}
#                                           ^^^^^^^ F0503 `prior.a` is counted twice
  - {id: d, label: D, check: [d == prior.d, {id: again, that: prior.d == d}]}
#                                                             ^^^^^^^^^^^^ F0708 says again what `d:check` says
"#,
    );
}

#[test]
fn a_hidden_name_of_the_report_before_is_written_from_the_root() {
    let checked = check(
        r#"
period: year
units: {件: {kind: count}}
unit: 件
items:
  - id: g
    label: G
    items:
      - {id: a, label: A, check: a >= prior.a.x}
#                                           ^^^ F0603 `a` means the nearer `g.a`
  - {id: a, label: A, items: [{id: x, label: X}]}
"#,
    );
    let fix = checked.diagnostics[0].fix.as_ref().expect("a fix");
    // Put behind `prior.` it makes `prior..a.x`.
    assert_eq!(fix.edits[0].text, ".a.x");
    form(
        r#"
period: year
units: {件: {kind: count}}
unit: 件
items:
  - id: g
    label: G
    items:
      - {id: a, label: A, check: a >= prior..a.x}
  - {id: a, label: A, items: [{id: x, label: X}]}
"#,
    );
}
