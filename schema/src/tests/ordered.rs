//! Members in their order: rising and falling.

use super::fixture::{check, form};
use super::places::{check_of, shape, wheres};
use crate::model::{CheckKind, Over};

const DIMENSIONS: &str = "
units: {day: {kind: duration, decimals: 1}}
unit: day
dimensions:
  office: {label: All, parts: [{id: main, label: Main}, {id: west, label: West}]}
  rank: {items: {n: 3, label: \"{n} oldest\"}}
  month: {items: {n: 12, label: \"{n}\"}}
";

#[test]
fn each_member_compares_with_the_next() {
    let form = form(&format!(
        "{DIMENSIONS}
items:
  - id: oldest
    label: Oldest
    by: [office, rank]
    items:
      - {{id: date, label: Date, type: date, over: {{rank: rising}}}}
      - {{id: days, label: Days, over: {{office: between, rank: falling}}}}
      - {{id: bare, label: Bare, over: falling}}
  - {{id: level, label: Level, by: [month], over: rising}}
"
    ));
    let date = check_of(&form, "oldest.date:over.rank");
    assert_eq!(date.kind, CheckKind::Over(Over::Rising));
    assert_eq!(
        shape(&form, &date.statements[0]),
        "oldest.date.total.n1 <= oldest.date.total.n2 <= oldest.date.total.n3"
    );
    assert_eq!(wheres(&form, "oldest.date:over.rank"), ["office: total", "office: main", "office: west"]);
    let days = check_of(&form, "oldest.days:over.rank");
    assert_eq!((days.kind, days.text.as_str()), (CheckKind::Over(Over::Falling), "over: {rank: falling}"));
    assert_eq!(shape(&form, &days.statements[2]), "oldest.days.west.n1 >= oldest.days.west.n2 >= oldest.days.west.n3");
    assert_eq!(check_of(&form, "oldest.days:over.office").statements.len(), 6);
    assert_eq!(check_of(&form, "oldest.bare:over.rank").statements.len(), 3);
    assert_eq!(check_of(&form, "level:over.month").statements.len(), 1);
}

#[test]
fn only_numbered_members_have_an_order() {
    check(&format!(
        "{DIMENSIONS}
items:
  - {{id: a, label: A, by: [office, rank, month], over: rising}}
#                                                      ^^^^^^ F0104 several dimensions have numbered members
  - {{id: b, label: B, by: [office], over: {{office: falling}}}}
#                                         ^^^^^^^^^^^^^^^^^ F0208 have no order
  - {{id: c, label: C, by: [rank], over: {{rank: max}}}}
#                                       ^^^^^^^^^^^ F0208 `rank` has no whole
  - {{id: d, label: D, by: [office], type: date, over: sum}}
#                                                     ^^^ F0502 dates and years do not add up
"
    ));
    check(&format!(
        "{DIMENSIONS}
items:
  - {{id: a, label: A, by: [office], over: rising}}
#                                         ^^^^^^ F0211 `over` has no effect
  - {{id: b, label: B, by: [rank, month], type: text, over: {{rank: rising}}}}
#                                                          ^^^^^^^^^^^^^^ F0211 `over` has no effect
"
    ));
}

#[test]
fn relations_of_members_say_what_their_whole_is() {
    let form = form(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  sex: {label: All, some_parts: [{id: women, label: Women}, {id: men, label: Men}]}
  harm:
    label: All
    parts:
      - {id: none, label: None}
      - id: some
        label: Some
        of_which: [{id: fire, label: Fire}, {id: flood, label: Flood}]
  court: {label: All, covered_by: [{id: local, label: Local}, {id: high, label: High}]}
items:
  - {id: a, label: A, by: [sex]}
  - {id: b, label: B, by: [harm]}
  - {id: c, label: C, by: [court]}
",
    );
    let said = |id: &str| {
        let statements = &check_of(&form, id).statements;
        statements.iter().map(|statement| shape(&form, statement)).collect::<Vec<_>>()
    };
    assert_eq!(said("a:over.sex"), ["sum(a.women, a.men) <= a"]);
    assert_eq!(said("b:over.harm.some"), ["b.fire <= b.some", "b.flood <= b.some"]);
    assert_eq!(said("c:over.court"), ["c.local <= c", "c.high <= c", "c <= sum(c.local, c.high)"]);
    let text = |id: &str| check_of(&form, id).text.as_str();
    assert_eq!(text("a:over.sex"), "sum(a over sex) <= a[sex.total]");
    assert_eq!(text("b:over.harm.some"), "b[harm.fire] <= b[harm.some] and b[harm.flood] <= b[harm.some]");
}

#[test]
fn relations_of_members_need_figures_that_are_not_negative_and_no_word_of_their_own() {
    check(
        "
units: {case: {kind: count}}
unit: case
dimensions:
  sex:
    label: All
    of_which:
#   ^^^^^^^^ F0506 `of_which` holds between figures of which `a` may be negative
      - {id: women, label: Women}
      - {id: men, label: Men, minus: true}
#                                    ^^^^ F0208 not under `of_which`
items:
  - {id: a, label: A, by: [sex], signed: true}
  - {id: b, label: B, by: [sex], over: max}
#                                      ^^^ F0208 do not cover it
",
    );
}
