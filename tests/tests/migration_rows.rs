//! Rows are carried by their keys, rows in rows too, and so is what stands around the cells of a report.

use serde_json::{Value, json};
use tallyform::revision::{Migrated, Migration, Why};
use tallyform::{Plan, Validator};
use tallyform_tests::neighbours::{Pair, carry, pair, short};

const NOTHING: [&str; 0] = [];

/// Asserts what a report becomes and what is left of it.
#[track_caller]
fn becomes(way: &Migration, report: &Value, becomes: &Value, left: &[&str]) {
    let (found, lines) = carry(way, report);
    assert_eq!(short(&found), *becomes);
    assert_eq!(lines, left);
}

const OPEN: &str = "dimensions:
  office: {label: All, parts: {key: {label: Office, type: text}}}
  reason: {label: All, items: {key: {label: Reason, type: text}}}
  who: {label: All, parts: [{id: p, label: P}, {id: q, label: Q}]}
";

fn open(old: &str, new: &str) -> Pair {
    pair(&format!("{OPEN}{old}"), &format!("{OPEN}{new}"))
}

#[test]
fn rows_go_along_with_what_is_in_them() {
    let pair = open(
        "items:
  - {id: r, label: R, by: [office], note: {label: N}, items: [{id: a, label: A}, {id: b, label: B, by: [who]}, {id: g, label: G}]}\n",
        "items:
  - {id: s, label: S, was: r, by: [office], note: {label: N}, items: [{id: n, label: N}, {id: c, label: C, was: r.a}, {id: b, label: B, by: [who]}]}\n",
    );
    becomes(
        &pair.onward,
        &json!({"r": {
            "total": {"a": 3, "b": {"total": 5, "p": 2}, "g": 9, "note": "all"},
            "rows": [
                {"office": "x", "a": 1, "b": {"total": 2, "p": 1}, "note": "one"},
                {"office": "y", "g": 4},
                {"office": "x", "a": "<1"},
                {"a": 7}
            ]
        }}),
        &json!({"s": {
            "total": {"c": 3, "b": {"total": 5, "p": 2}, "note": "all"},
            "rows": [
                {"office": "x", "c": 1, "b": {"total": 2, "p": 1}, "note": "one"},
                {"office": "y"},
                {"office": "x", "c": "<1"},
                {"c": 7}
            ]
        }}),
        &["/r/total/g r.g 9: gone", "/r/rows/1/g r.g office=y 4: gone"],
    );
}

#[test]
fn rows_without_a_place_are_left_with_their_keys() {
    let pair = open(
        "items:
  - {id: r, label: R, by: [office], items: [{id: a, label: A}]}
  - {id: t, label: T, by: [office], items: [{id: a, label: A}]}\n",
        "items:
  - {id: r, label: R, items: [{id: a, label: A}]}\n",
    );
    becomes(
        &pair.onward,
        &json!({
            "r": {"total": {"a": 3}, "rows": [{"office": "x", "a": 1}, {"office": "y"}]},
            "t": {"total": {"a": 4}, "rows": [{"office": "x", "a": 4}]}
        }),
        &json!({"r": {"a": 3}}),
        &[
            "/r/rows/0/office r.office office=x \"x\": rows",
            "/r/rows/0/a r.a office=x 1: dimension",
            "/r/rows/1/office r.office office=y \"y\": rows",
            "/t/total/a t.a 4: gone",
            "/t/rows/0/office t.office office=x \"x\": rows",
            "/t/rows/0/a t.a office=x 4: gone",
        ],
    );
    becomes(&pair.back, &json!({"r": {"a": 3}}), &json!({"r": {"total": {"a": 3}}}), &NOTHING);
}

#[test]
fn rows_in_rows_keep_their_order_and_their_keys() {
    let pair = open(
        "items: [{id: a, label: A, by: [office, reason]}, {id: g, label: G, by: [office]}]\n",
        "items: [{id: b, label: B, was: a, by: [office, reason]}]\n",
    );
    becomes(
        &pair.onward,
        &json!({
            "a": {
                "total": {"rows": [{"reason": "k", "total": 5}]},
                "rows": [
                    {"office": "x", "rows": [{"reason": "k", "total": 1}, {"reason": "l", "total": 2}]},
                    {"office": "y", "rows": [{"reason": "l", "total": 3}]}
                ]
            },
            "g": {"total": 1, "rows": [{"office": "x", "total": 1}]}
        }),
        &json!({
            "b": {
                "total": {"rows": [{"reason": "k", "total": 5}]},
                "rows": [
                    {"office": "x", "rows": [{"reason": "k", "total": 1}, {"reason": "l", "total": 2}]},
                    {"office": "y", "rows": [{"reason": "l", "total": 3}]}
                ]
            }
        }),
        &["/g/total g 1: gone", "/g/rows/0/total g office=x 1: gone", "/g/rows/0/office g.office office=x \"x\": rows"],
    );
}

#[test]
fn figures_that_are_merged_add_up_row_by_row() {
    let pair = open(
        "items:
  - {id: a, label: A, by: [office]}
  - {id: b, label: B, by: [office]}\n",
        "items:
  - {id: c, label: C, by: [office], was: [a, b]}\n",
    );
    // A key that only one of two lists has is not applicable in the other.
    becomes(
        &pair.onward,
        &json!({
            "a": {"total": 6, "rows": [{"office": "y", "total": 1}, {"office": "x", "total": 2}, {"office": "x", "total": 3}]},
            "b": {"total": 9, "rows": [{"office": "x", "total": 4}, {"office": "z", "total": 5}, {"office": "y"}]}
        }),
        &json!({"c": {"total": 15, "rows": [
            {"office": "y"}, {"office": "x", "total": 6}, {"office": "x", "total": 3}, {"office": "z", "total": 5}
        ]}}),
        &["/a/rows/0/total a office=y 1: merged"],
    );
    // Of a list that is empty nothing is known.
    becomes(
        &pair.onward,
        &json!({"a": {"rows": [{"office": "x", "total": 2}]}, "b": {"total": 0}}),
        &json!({"c": {"rows": [{"office": "x"}]}}),
        &["/a/rows/0/total a office=x 2: merged", "/b/total b 0: merged"],
    );
}

#[test]
fn what_is_split_in_rows_is_kept_in_its_row_and_comes_back() {
    let pair = open(
        "items: [{id: r, label: R, by: [office], items: [{id: a, label: A}, {id: b, label: B}]}]\n",
        "items: [{id: r, label: R, by: [office], items: [{id: a, label: A, items: [{id: x, label: X}, {id: y, label: Y}]}, {id: b, label: B}]}]\n",
    );
    let old = json!({"r": {"total": {"a": 3}, "rows": [{"office": "k", "b": 1}, {"office": "l", "a": 2}]}});
    let new = json!({
        "r": {"rows": [{"office": "k", "b": 1}, {"office": "l"}]},
        "stray": [{"at": "/r/total/a", "label": "A", "cell": "3"}, {"at": "/r/rows/1/a", "label": "A[l]", "cell": "2"}]
    });
    becomes(&pair.onward, &old, &new, &["/r/total/a r.a 3: split", "/r/rows/1/a r.a office=l 2: split"]);
    becomes(&pair.back, &new, &old, &NOTHING);
    // What was kept of a row does not come back in another.
    let mut moved = new;
    moved["r"]["rows"][1]["office"] = json!("m");
    let (back, left) = carry(&pair.back, &moved);
    assert_eq!(back["r"]["rows"][1]["a"], Value::Null);
    assert_eq!(back["stray"], json!([{"at": "/r/rows/1/a", "label": "A[l]", "cell": "2"}]));
    assert_eq!(left, NOTHING);
}

#[test]
fn figures_that_move_into_other_rows_take_their_keys_along() {
    let pair = open(
        "items:
  - {id: r, label: R, by: [office], items: [{id: a, label: A}, {id: b, label: B}]}
  - {id: t, label: T, by: [office], items: [{id: c, label: C}]}\n",
        "items:
  - {id: r, label: R, by: [office], items: [{id: a, label: A}]}
  - {id: t, label: T, by: [office], items: [{id: c, label: C}, {id: b, label: B, was: r.b}]}\n",
    );
    becomes(
        &pair.onward,
        &json!({
            "r": {"rows": [{"office": "x", "a": 1, "b": 2}, {"office": "y", "b": 3}]},
            "t": {"rows": [{"office": "z", "c": 4}, {"office": "y", "c": 5}]}
        }),
        &json!({
            "r": {"rows": [{"office": "x", "a": 1}, {"office": "y"}]},
            "t": {"rows": [{"office": "x", "b": 2}, {"office": "y", "c": 5, "b": 3}, {"office": "z", "c": 4}]}
        }),
        &NOTHING,
    );
}

#[test]
fn keys_that_the_form_lacks_stay_where_they_stood() {
    let pair = open(
        "items:
  - {id: r, label: R, by: [office], items: [{id: a, label: A}]}
  - {id: t, label: T, items: [{id: c, label: C}]}
  - {id: g, label: G, items: [{id: d, label: D}]}\n",
        "items:
  - {id: s, label: R, was: r, by: [office], items: [{id: a, label: A}]}
  - {id: u, label: T, was: t, items: [{id: c, label: C}, {id: new, label: N}]}\n",
    );
    becomes(
        &pair.onward,
        &json!({
            "r": {"rows": [{"office": "x", "a": 1}, {"office": "y", "k/1": [1]}], "k": 2},
            "t": {"new": 3, "k": {"l": 4}},
            "g": {"k": 5},
            "k": 6,
            "s": 7
        }),
        &json!({
            "s": {"rows": [{"office": "x", "a": 1}, {"office": "y", "k/1": [1]}], "k": 2},
            "u": {"k": {"l": 4}},
            "k": 6
        }),
        &["/g/k  5: unknown", "/s  7: unknown", "/t/new  3: unknown"],
    );
}

#[test]
fn what_is_stray_follows_what_it_stood_beside() {
    let pair = open(
        "items:
  - {id: r, label: R, by: [office], items: [{id: a, label: A}]}
  - {id: g, label: G, items: [{id: d, label: D}]}\n",
        "items:
  - {id: s, label: R, was: r, by: [office], items: [{id: a, label: A, parts: [{id: p, label: P}]}]}\n",
    );
    let stray = |at: &str| json!({"at": at, "label": "L", "cell": "7"});
    let (found, left) = carry(
        &pair.onward,
        &json!({
            "r": {"rows": [{"office": "x", "a": 1}]},
            "stray": [stray(""), stray("/r"), stray("/r/rows/0/a"), stray("/r/rows/9"), stray("/g/d"), stray("/nowhere"), stray("x")]
        }),
    );
    assert_eq!(
        found["stray"],
        json!([
            stray(""),
            stray("/s"),
            stray("/s/rows/0/a"),
            stray("/r/rows/9"),
            stray(""),
            stray("/nowhere"),
            stray("x")
        ])
    );
    assert_eq!(left, ["/stray/4  {\"at\":\"/g/d\",\"label\":\"L\",\"cell\":\"7\"}: gone"]);
}

/// Forms with checks that filers may explain.
fn explained() -> Pair {
    let check = |id: &str, that: &str| format!("{{id: {id}, that: {that}, explained_by: explanation}}");
    let dimensions = |who: &str, p: &str, was: &str| {
        format!("dimensions: {{{who}: {{label: All, parts: [{{id: {p}, label: P{was}}}, {{id: q, label: Q}}]}}}}\n")
    };
    let old = format!(
        "{}items:
  - {{id: a, label: A, by: [who], check: {}}}
  - {{id: b, label: B, check: {}, comparable: yes}}
  - {{id: c, label: C, check: {}}}\n",
        dimensions("who", "p", ""),
        check("low", "a < 5"),
        check("low", "b < 5"),
        check("low", "c < 5"),
    );
    let new = format!(
        "{}items:
  - {{id: d, label: A, was: a, by: [whom], check: {}}}
  - {{id: b, label: B, check: {}, comparable: no}}
  - {{id: c, label: C}}\n",
        dimensions("whom", "r", ", was: 'who[p]'").replace("label: All", "label: All, was: 'who[]'"),
        check("low", "d < 5"),
        check("low", "b < 5"),
    );
    pair(&old.replace(", comparable: yes", ""), &new)
}

#[test]
fn explanations_follow_their_checks() {
    let one = |check: &str, row: Value| json!({"check": check, "row": row, "text": "so it was"});
    let (found, left) = carry(
        &explained().onward,
        &json!({"explanations": [
            one("a:low", json!({"who": "p"})), one("a:low", json!({"who": "total"})), one("b:low", json!({})),
            one("c:low", json!({})), one("a:low", json!({"who": "z"})), one("x:y", json!({"z": "z"})), one("d:low", json!({}))
        ]}),
    );
    assert_eq!(
        found["explanations"],
        json!([
            one("d:low", json!({"whom": "r"})),
            one("d:low", json!({"whom": "total"})),
            one("x:y", json!({"z": "z"}))
        ])
    );
    let reasons: Vec<_> = left.iter().map(|line| line.rsplit_once(": ").expect("a reason").1).collect();
    assert_eq!(reasons, ["broken", "check", "dimension", "check"]);
    assert_eq!(
        left.iter().map(|line| line.split_once(' ').expect("a place").0).collect::<Vec<_>>(),
        ["/explanations/2", "/explanations/3", "/explanations/4", "/explanations/6"]
    );
}

#[test]
fn states_and_periods_go_along_where_the_form_has_them() {
    let items = "items: [{id: a, label: A}]\n";
    let one = pair(
        &format!("period: month\nstates: [draft, final]\n{items}"),
        &format!("period: year\nstates: [raw, final]\n{items}"),
    );
    becomes(
        &one.onward,
        &json!({"period": "2020-01", "state": "draft", "a": 1}),
        &json!({"a": 1}),
        &["/period  \"2020-01\": period", "/state  \"draft\": state"],
    );
    becomes(&one.onward, &json!({"state": "final"}), &json!({"state": "final"}), &NOTHING);
}

/// Carries a report that no reader made.
fn raw(pair: &Pair, change: impl Fn(&mut tallyform::Report)) -> Migrated {
    let validator = Validator::new(pair.old.clone()).expect("a sound plan");
    let mut report = validator.read(b"{}").expect("a report");
    change(&mut report);
    pair.onward.report(&report)
}

#[test]
fn a_report_that_a_program_made_may_be_out_of_shape() {
    use tallyform::cell::Cell;
    use tallyform::report::Row;
    let pair = open(
        "items: [{id: a, label: A, by: [office, reason]}, {id: b, label: B, unit: yuan}]\n",
        "items: [{id: a, label: A, by: [office, reason]}, {id: b, label: B, unit: wan}]\n",
    );
    let nothing = raw(&pair, |report| *report = tallyform::Report::default());
    assert_eq!((nothing.report.cells.len(), nothing.left.len()), (pair.new.cells.len(), 0));
    let wild = raw(&pair, |report| {
        report.cells = vec![Cell::Text("x".into()); 99];
        report.rows = vec![vec![Row { above: 7, cells: vec![Cell::Mark(77); 30] }; 3]; 9];
        report.rows[1].push(Row { above: 0, cells: Vec::new() });
    });
    assert!(wild.left.iter().any(|left| left.why == Why::Type), "{:?}", wild.left);
    // Rows that stand in no order come out in theirs.
    let sections: Vec<_> = pair.old.sections.iter().map(|section| section.above).collect();
    assert_eq!(sections, [None, None, Some(1)]);
    let key = |text: &str| Cell::Text(text.into());
    let row = |above, one: &str, figure| Row { above, cells: vec![key(one), Cell::Figure(figure)] };
    let unordered = raw(&pair, |report| {
        let office = |one: &str| Row { above: 0, cells: vec![key(one), Cell::Blank, Cell::Blank] };
        report.rows[1] = vec![office("x"), office("y")];
        report.rows[2] = vec![row(1, "k", 1), row(0, "k", 2), row(1, "l", 3)];
    });
    assert!(unordered.left.is_empty(), "{:?}", unordered.left);
    let rows: Vec<_> = unordered.report.rows[2].iter().map(|row| (row.above, row.cells.clone())).collect();
    let cells = |one: &str, figure| vec![key(one), Cell::Figure(figure)];
    assert_eq!(rows, [(0, cells("k", 2)), (1, cells("k", 1)), (1, cells("l", 3))]);
}

#[test]
fn a_value_of_another_type_is_left() {
    use tallyform::plan::{CodesOf, Content};
    let codes = "codes: {area: [{code: n, label: North}, {code: s, label: South}]}
header: [{id: f, label: F, type: code, of: area, many: true}, {id: g, label: G, type: code, of: area}, {id: d, label: D, type: date}]
items: [{id: a, label: A}]\n";
    let pair = pair(codes, codes);
    let mut new: Plan = pair.new.clone();
    let list = || CodesOf::List("area".to_owned());
    new.cells[0].content = Content::Code { of: list(), many: false };
    new.cells[1].content = Content::Code { of: list(), many: true };
    new.cells[2].content = Content::Year {};
    let way = Migration::between(&pair.old, &new).expect("a way");
    becomes(
        &way,
        &json!({"header": {"f": ["n", "s"], "g": "n", "d": "2020-01-01"}}),
        &json!({"header": {"g": ["n"]}}),
        &["/header/f header.f [\"n\",\"s\"]: codes", "/header/d header.d \"2020-01-01\": type"],
    );
    becomes(&way, &json!({"header": {"f": ["n"]}}), &json!({"header": {"f": "n"}}), &NOTHING);
}
