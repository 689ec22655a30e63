//! What a check means: cells and a statement in, an outcome out.

mod support;

use support::{plan, statement, with_rule};
use tallyform_runtime::{Counts, Validator};

/// The outcome of a statement over a report, by the quick way and in full, which must agree.
fn outcome(cells: &str, text: &str) -> &'static str {
    let plan = plan();
    let statement = statement(&plan, text);
    // In a conjunction of one, the statement has no quick form.
    let in_full = tallyform_runtime::plan::Statement::And(vec![statement.clone()]);
    let judge = |statement| {
        let validator = Validator::new(with_rule(plan.clone(), ":check", vec![statement])).unwrap();
        let validation = validator.validate_json(format!("{{{cells}}}").as_bytes());
        assert!(validation.is_readable, "{cells}: {validation}");
        name(validation.counts)
    };
    let (quick, full) = (judge(statement), judge(in_full));
    assert_eq!(quick, full, "{cells} {text}: the quick way and the full one differ");
    quick
}

fn name(counts: Counts) -> &'static str {
    match counts {
        Counts { satisfied: 1, .. } => "satisfied",
        Counts { violated: 1, .. } => "violated",
        Counts { undetermined: 1, .. } => "undetermined",
        Counts { explained: 1, .. } => "explained",
        Counts { not_applicable: 1, .. } => "does not apply",
        _ => "none",
    }
}

#[track_caller]
fn check(rows: &[(&str, &str, &str)]) {
    for (cells, text, expected) in rows {
        assert_eq!(outcome(cells, text), *expected, "{{{cells}}} {text}");
    }
}

#[test]
fn figures_are_points() {
    check(&[
        (r#""a":3,"b":1,"c":2"#, "(== a (+ b c))", "satisfied"),
        (r#""a":3,"b":1,"c":1"#, "(== a (+ b c))", "violated"),
        (r#""a":3,"b":3"#, "(!= a b)", "violated"),
        (r#""a":3,"b":4"#, "(!= a b)", "satisfied"),
        (r#""a":3,"b":3"#, "(< a b)", "violated"),
        (r#""a":3,"b":3"#, "(<= a b)", "satisfied"),
        (r#""a":3,"b":3"#, "(> a b)", "violated"),
        (r#""a":3,"b":3"#, "(>= a b)", "satisfied"),
        (r#""n":-3,"a":3"#, "(== n (- a))", "satisfied"),
        (r#""m":"160.5964","a":1605964"#, "(== (scale 10000 m) a)", "satisfied"),
        (r#""m":"0.3","a":1"#, "(== m (scale 1/3 a))", "violated"),
        (r#""a":9007199254740991,"b":9007199254740991,"c":1"#, "(< (+ a b) (+ a b c))", "satisfied"),
        (r#""m":"9007199254740991","a":9007199254740991"#, "(== m a)", "satisfied"),
    ]);
}

#[test]
fn a_blank_neither_hides_nor_invents_a_contradiction() {
    check(&[
        (r#""a":8,"b":5,"c":4"#, "(== a (+ b c d))", "violated"),
        (r#""a":9,"b":5,"c":4"#, "(== a (+ b c d))", "undetermined"),
        (r#""a":0,"b":0,"c":0"#, "(== a (+ b c d))", "undetermined"),
        ("", "(== a b)", "undetermined"),
        ("", "(>= a 0)", "satisfied"),
        ("", "(> a 0)", "undetermined"),
        ("", "(>= a -1)", "satisfied"),
        ("", "(< a 0)", "violated"),
        ("", "(>= n 0)", "undetermined"),
        (r#""a":5"#, "(<= a b)", "undetermined"),
        (r#""a":5"#, "(>= (+ a b) 5)", "satisfied"),
        // What the bounds of a cell allow, with their open and closed ends.
        ("", "(> p 0)", "satisfied"),
        ("", "(<= p 100)", "satisfied"),
        ("", "(< p 100)", "undetermined"),
        ("", "(== p 0)", "violated"),
        // A cell that is named twice is taken for two.
        ("", "(== a a)", "undetermined"),
    ]);
}

#[test]
fn not_applicable_is_nothing_where_the_unit_adds() {
    check(&[
        (r#""a":3,"b":3,"c":"/""#, "(== a (+ b c))", "satisfied"),
        (r#""a":"/","b":"/""#, "(== a b)", "satisfied"),
        (r#""a":"/","b":1"#, "(>= a b)", "violated"),
        (r#""t":"/","u":"1.5""#, "(== t u)", "does not apply"),
        (r#""t":"/","u":"/""#, "(<= (+ t u) 3)", "does not apply"),
        (r#""t":"1.5","u":"1.5""#, "(== t u)", "satisfied"),
    ]);
}

#[test]
fn a_range_mark_is_its_range() {
    check(&[
        (r#""a":"few","b":5"#, "(< a b)", "satisfied"),
        (r#""a":"few","b":4"#, "(< a b)", "undetermined"),
        (r#""a":"few","b":4"#, "(<= a b)", "satisfied"),
        (r#""a":"few","b":5"#, "(== a b)", "violated"),
        (r#""a":"few","b":2"#, "(== a b)", "undetermined"),
        (r#""b":"<1","c":1"#, "(< b c)", "satisfied"),
        (r#""b":"<1","c":1"#, "(== b c)", "violated"),
        (r#""b":"<1","c":0"#, "(> b c)", "satisfied"),
    ]);
}

#[test]
fn what_does_not_fit_is_judged_by_what_it_says() {
    check(&[
        // A numeral of the wrong kind keeps its value.
        (r#""a":"5","b":5"#, "(== a b)", "satisfied"),
        (r#""a":5.5,"b":5"#, "(> a b)", "satisfied"),
        (r#""a":5.0,"b":5"#, "(== a b)", "satisfied"),
        (r#""a":9007199254740993,"b":1"#, "(> a b)", "satisfied"),
        (r#""m":5,"b":5"#, "(== m b)", "satisfied"),
        // A mark that is not taken and what cannot be read may be anything that the bounds allow.
        (r#""b":"few","c":9"#, "(== b c)", "undetermined"),
        (r#""b":"few""#, "(>= b 0)", "satisfied"),
        (r#""b":[1]"#, "(< b 0)", "violated"),
        (r#""b":"few""#, "(reported b)", "violated"),
        (r#""b":"few""#, "(applies b)", "undetermined"),
        (r#""b":true"#, "(reported b)", "violated"),
        (r#""b":"5""#, "(reported b)", "satisfied"),
    ]);
}

#[test]
fn rounding_is_a_tolerance_in_favour_of_the_figure() {
    check(&[
        (r#""r":10,"b":5,"c":4"#, "(== r (+ b c))", "violated"),
        (r#""r":10,"q":5,"c":4"#, "(== r (+ q c))", "satisfied"),
        (r#""r":10,"q":9"#, "(== r q)", "satisfied"),
        (r#""r":10,"q":8"#, "(== r q)", "violated"),
        (r#""r":10,"q":9"#, "(<= r q)", "satisfied"),
        (r#""r":10,"q":9"#, "(< r q)", "violated"),
        (r#""r":10,"q":8"#, "(<= r q)", "violated"),
        (r#""r":10,"q":10"#, "(< r q)", "satisfied"),
        (r#""r":10,"q":10"#, "(!= r q)", "violated"),
        (r#""r":10,"q":11"#, "(>= r q)", "satisfied"),
        // Blanks stay open as far as they are; rounding adds nothing to that.
        (r#""r":10,"b":10"#, "(== r (+ b c))", "undetermined"),
        (r#""r":8,"b":9"#, "(== r (+ b c))", "violated"),
        // A product, a quotient and an extreme with a rounded figure.
        (r#""r":3,"b":2,"c":7"#, "(== (* r b) c)", "satisfied"),
        (r#""r":3,"b":2,"c":8"#, "(== (* r b) c)", "violated"),
        (r#""a":10,"r":3,"m":"3.9""#, "(== (/ a r) m)", "satisfied"),
        (r#""a":10,"r":3,"m":"4.1""#, "(== (/ a r) m)", "violated"),
        (r#""r":10,"b":3,"c":3"#, "(== (min r b) c)", "satisfied"),
        (r#""r":3,"b":10,"m":"3.5""#, "(== (min r b) m)", "satisfied"),
        (r#""r":3,"b":10,"m":"3.6""#, "(== (min r b) m)", "violated"),
    ]);
}

#[test]
fn tolerance_widens_equality_and_loosens_the_rest() {
    check(&[
        (r#""a":10,"b":9"#, "(~1 == a b)", "satisfied"),
        (r#""a":10,"b":8"#, "(~1 == a b)", "violated"),
        (r#""a":10,"b":9"#, "(~1 <= a b)", "satisfied"),
        (r#""a":10,"b":9"#, "(~1 < a b)", "violated"),
        (r#""a":9,"b":9"#, "(~1 < a b)", "satisfied"),
        (r#""a":8,"b":9"#, "(~1 >= a b)", "satisfied"),
        (r#""a":8,"b":9"#, "(~1 > a b)", "violated"),
        (r#""a":9,"b":9"#, "(~1 != a b)", "violated"),
        (r#""r":10,"b":8"#, "(~1 == r b)", "violated"),
        (r#""r":10,"m":"8.5""#, "(~1 == r m)", "satisfied"),
        (r#""a":10,"m":"9.99""#, "(~0.01 == a m)", "satisfied"),
    ]);
}

#[test]
fn division_by_nothing_does_not_apply() {
    check(&[
        (r#""a":6,"b":3"#, "(== (/ a b) 2)", "satisfied"),
        (r#""a":1,"b":3"#, "(== (/ a b) 1/3)", "satisfied"),
        (r#""a":6,"b":0"#, "(== (/ a b) 2)", "does not apply"),
        (r#""a":6,"b":"/""#, "(== (/ a b) 2)", "does not apply"),
        // A divisor that may be 0 leaves the comparison open, whatever the rest says.
        (r#""a":6"#, "(== (/ a b) 2)", "undetermined"),
        (r#""a":6"#, "(>= (/ a b) 0)", "undetermined"),
        // One that only nears 0 does not.
        (r#""a":100"#, "(>= (/ a p) 1)", "satisfied"),
        (r#""a":100"#, "(< (/ a p) 1)", "violated"),
        (r#""a":6,"b":"<1""#, "(> (/ a b) 6)", "satisfied"),
        (r#""b":4"#, "(>= (/ a b) 0)", "satisfied"),
    ]);
}

#[test]
fn products_and_absolute_values_have_ends() {
    check(&[
        (r#""a":2,"b":3"#, "(== (* a b) 6)", "satisfied"),
        (r#""a":2"#, "(>= (* a b) 0)", "satisfied"),
        (r#""a":"/""#, "(== (* a b) 0)", "satisfied"),
        (r#""a":"few","b":"<1""#, "(< (* a b) 4)", "satisfied"),
        (r#""a":"few","b":"<1""#, "(>= (* a b) 0)", "satisfied"),
        (r#""a":"few","b":"<1""#, "(> (* a b) 0)", "undetermined"),
        (r#""n":-3"#, "(== (abs n) 3)", "satisfied"),
        ("", "(>= (abs n) 0)", "satisfied"),
        (r#""a":5"#, "(<= (abs (+ a (- p))) 95)", "satisfied"),
    ]);
}

#[test]
fn extremes_and_counts_pass_over_what_is_not_applicable() {
    check(&[
        (r#""a":3,"b":"/","c":5"#, "(== (min a b c) 3)", "satisfied"),
        (r#""a":3,"b":"/","c":5"#, "(== (max a b c) 5)", "satisfied"),
        (r#""t":"/","u":"1.5""#, "(== (min t u) 1.5)", "satisfied"),
        (r#""t":"/","u":"/""#, "(<= (min t u) 1.5)", "does not apply"),
        (r#""a":"/","b":"/""#, "(== (max a b) 0)", "does not apply"),
        (r#""a":3"#, "(<= (min a b) 3)", "satisfied"),
        (r#""a":3"#, "(>= (max a b) 3)", "satisfied"),
        (r#""a":3"#, "(== (min a b) 3)", "undetermined"),
        (r#""a":3,"b":0,"c":"/""#, "(== (count a b c) 2)", "satisfied"),
        (r#""a":3"#, "(== (count a b) 1)", "undetermined"),
        (r#""a":3"#, "(>= (count a b) 1)", "satisfied"),
        (r#""a":3"#, "(> (count a b) 2)", "violated"),
        (r#""a":"few","b":"x""#, "(>= (count a b) 1)", "satisfied"),
        (r#""a":"/","b":"/""#, "(== (count a b) 0)", "does not apply"),
    ]);
}

#[test]
fn statements_join_by_their_tables() {
    // 1 holds, 2 fails, 3 is open, 4 does not apply.
    let cells = r#""a":3,"u":"/""#;
    let names = [
        ("satisfied", "(== a 3)"),
        ("violated", "(== a 4)"),
        ("undetermined", "(> b 0)"),
        ("does not apply", "(> u 0)"),
    ];
    let and = ["1234", "2222", "3234", "4244"];
    let or = ["1111", "1234", "1334", "1444"];
    let same = ["1234", "2134", "3334", "4444"];
    // Without the other branch, what the condition leaves open may be true.
    let then = ["1234", "1111", "1333", "4444"];
    for (i, (_, first)) in names.iter().enumerate() {
        for (j, (_, second)) in names.iter().enumerate() {
            for (word, table) in [("and", &and), ("or", &or), ("same", &same), ("if", &then)] {
                let expected = usize::from(table[i].as_bytes()[j] - b'1');
                check(&[(cells, &format!("({word} {first} {second})"), names[expected].0)]);
            }
        }
    }
    check(&[
        (cells, "(not (== a 3))", "violated"),
        (cells, "(not (> b 0))", "undetermined"),
        (cells, "(not (> u 0))", "does not apply"),
        (cells, "(differ (== a 3) (== a 4))", "satisfied"),
        (cells, "(if (> b 0) (== a 3) (== a 3))", "satisfied"),
        (cells, "(if (> b 0) (== a 4) (== a 4))", "violated"),
        (cells, "(if (> b 0) (== a 3) (== a 4))", "undetermined"),
        (cells, "(if (> b 0) (> u 0) (> u 0))", "does not apply"),
        (cells, "(if (== a 4) (== a 4) (== a 4))", "violated"),
        (cells, "true", "satisfied"),
        (cells, "false", "violated"),
    ]);
}

#[test]
fn reported_and_applies_ask_what_stands_there() {
    check(&[
        (r#""a":0"#, "(reported a)", "satisfied"),
        ("", "(reported a)", "violated"),
        (r#""a":"/""#, "(reported a)", "satisfied"),
        (r#""a":"few""#, "(reported a)", "satisfied"),
        (r#""a":0"#, "(applies a)", "satisfied"),
        (r#""a":"/""#, "(applies a)", "violated"),
        ("", "(applies a)", "undetermined"),
        (r#""header":{"head":"x"}"#, "(reported header.head)", "satisfied"),
    ]);
}

#[test]
fn a_blank_is_not_applicable_where_the_author_says_so() {
    check(&[
        (r#""a":3"#, "(== z 0)", "satisfied"),
        (r#""a":3"#, "(reported z)", "satisfied"),
        (r#""a":3"#, "(applies z)", "violated"),
        // The whole table holds nothing.
        ("", "(reported z)", "violated"),
        (r#""header":{"head":"x"}"#, "(reported z)", "violated"),
        // Something beneath holds a figure other than 0.
        (r#""sum":{"x":2}"#, "(reported z)", "violated"),
        (r#""sum":{"x":0}"#, "(reported z)", "satisfied"),
        (r#""sum":{"x":"/"}"#, "(reported z)", "satisfied"),
        (r#""sum":{"x":"<1"}"#, "(reported z)", "violated"),
        (r#""sum":{"y":2}"#, "(reported z)", "satisfied"),
    ]);
}

#[test]
fn a_violation_that_is_explained_is_explained() {
    let mut plan = with_rule(plan(), "a:own", vec![statement(&plan(), "(== a 3)")]);
    plan.rules[0].explained_by = Some(tallyform_runtime::plan::ExplainedBy::Explanation);
    let validator = Validator::new(plan).unwrap();
    let judge = |json: &str| name(validator.validate_json(json.as_bytes()).counts);
    assert_eq!(judge(r#"{"a":4,"explanations":[{"check":"a:own","text":"it is so"}]}"#), "explained");
    assert_eq!(judge(r#"{"a":3,"explanations":[{"check":"a:own","text":"it is so"}]}"#), "satisfied");
    assert_eq!(judge(r#"{"a":4,"explanations":[{"check":"b:own","text":"it is so"}]}"#), "violated");
    assert_eq!(judge(r#"{"a":4,"explanations":[{"check":"a:own","text":"  "}]}"#), "violated");
}
