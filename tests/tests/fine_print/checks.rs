//! Orders, counts, tolerance, where a check holds, and how findings write numbers.

use serde_json::json;
use tallyform::{Outcome, Validator};

use super::{found, judged, plan};

#[test]
fn what_rises_is_compared_with_the_next_that_is_there() {
    let form = "\
dimensions: {rank: {label: Ranks, items: {n: 4, label: 'No. {n}'}}}
over: {rank: rising}
by: [rank]
takes: ['/']
items: [{id: x, label: X, unit: day}]
";
    let x = |values: [&str; 4]| {
        let cell = |at: usize| if values[at].is_empty() { json!(null) } else { json!(values[at]) };
        json!({"x": {"n1": cell(0), "n2": cell(1), "n3": cell(2), "n4": cell(3)}})
    };
    assert_eq!(found(form, x(["1", "2", "2", "3"])), [""; 0]);
    assert_eq!(found(form, x(["1", "/", "0.5", "/"])), ["x:over.rank Violated"]);
    // A blank is passed over, and counts one undetermined.
    assert_eq!(found(form, x(["3", "", "1", "4"])), ["x:over.rank Undetermined", "x:over.rank Violated"]);
}

#[test]
fn count_counts_figures_and_a_blank_may_be_one() {
    let form = "takes: ['/', '<1']\ncheck: count(t.*) == 2\nitems: [{id: t, label: T, parts: [{id: a, label: A}, {id: b, label: B}, {id: c, label: C}], check: {of: parts, severity: 'off', because: It is so}}]";
    assert_eq!(found(form, json!({"t": {"a": 1, "b": "<1", "c": "/"}})), [""; 0]);
    assert_eq!(found(form, json!({"t": {"a": 1, "b": 0, "c": 2}})), [":check Violated"]);
    assert_eq!(found(form, json!({"t": {"a": 1, "b": "/"}})), [":check Undetermined"]);
    // Of nothing but what is not applicable it does not apply.
    assert_eq!(found(form, json!({"t": {"a": "/", "b": "/", "c": "/"}})), [""; 0]);
}

#[test]
fn tolerance_widens_equality_and_not_its_opposite() {
    let check = |that: &str| {
        format!("check: {{that: {that}, tolerance: 1}}\nitems: [{{id: x, label: X}}, {{id: y, label: Y}}]")
    };
    let of = |that: &str, x, y| found(&check(that), json!({"x": x, "y": y}));
    assert_eq!(of("x == y", 3, 4), [""; 0]);
    assert_eq!(of("x == y", 3, 5), [":check Violated"]);
    assert_eq!(of("x < y", 4, 4), [""; 0]);
    assert_eq!(of("x < y", 5, 4), [":check Violated"]);
    assert_eq!(of("x != y", 4, 4), [":check Violated"]);
    assert_eq!(of("x != y", 3, 4), [""; 0]);
}

#[test]
fn on_says_where_a_check_holds() {
    let form = |on: &str| {
        format!(
            "dimensions: {{p: {{label: All, parts: [{{id: m, label: M}}]}}, s: {{label: All, items: [{{id: k, label: K}}]}}}}\n\
             by: [p, s]\ncheck: {{that: x >= 1{on}}}\nitems: [{{id: x, label: X}}]"
        )
    };
    let report = || json!({"x": {"total": {"k": 0}, "m": {"k": 0}}});
    let (whole, row) = (":check p=total,s=k Violated", ":check p=m,s=k Violated");
    assert_eq!(found(&form(""), report()), [whole, row]);
    assert_eq!(found(&form(", on: total"), report()), [whole]);
    assert_eq!(found(&form(", on: rows"), report()), [row]);
}

#[test]
fn severity_is_the_last_that_is_said_at_or_before_the_state() {
    let form = "\
states: [draft, submitted, published]
check: {that: x >= 1, severity: {draft: info, submitted: error}}
items: [{id: x, label: X}]
";
    let severity = |state: &str| {
        let report = if state.is_empty() { json!({"x": 0}) } else { json!({"x": 0, "state": state}) };
        judged(form, report, None)[0].severity.to_string()
    };
    assert_eq!(severity("draft"), "info");
    assert_eq!(severity("submitted"), "error");
    assert_eq!(severity("published"), "error");
    assert_eq!(severity(""), "error");
}

#[test]
fn ranges_and_ratios_are_written_exactly() {
    let form = "takes: ['<1']\ncheck: [{id: range, that: x >= 1}, {id: share, that: y / z == 1}]\nitems: [{id: x, label: X}, {id: y, label: Y}, {id: z, label: Z}]";
    let findings = judged(form, json!({"x": "<1", "y": 1, "z": 3}), None);
    assert_eq!(findings[0].left.as_deref(), Some("(0,1)"));
    assert_eq!(findings[1].left.as_deref(), Some("1/3"));
    assert_eq!(findings[1].difference.as_deref(), Some("-2/3"));
    let open = "check: x >= 12\nitems: [{id: x, label: X, min: 9}]";
    assert_eq!(judged(open, json!({}), None)[0].left.as_deref(), Some("[9,+inf)"));
}

#[test]
fn one_comparison_is_one_finding() {
    let form = "items: [{id: x, label: X, of_which: [{id: a, label: A}, {id: b, label: B}]}]";
    let findings = judged(form, json!({"x": {"total": 1, "a": 2, "b": 3}}), None);
    assert_eq!(findings.len(), 2);
    assert!(findings.iter().all(|finding| finding.check == "x:of_which" && finding.outcome == Outcome::Violated));
}

#[test]
fn the_period_before_a_fiscal_year_is_that_minus_one() {
    let form = "period: {every: year, starts: 10-01}\nidentity: [who]\nheader: [{id: who, label: W, type: text}]\nitems: [{id: x, label: X, check: x == prior.x}]";
    let validator = Validator::new(plan(form)).expect("a plan that can be run");
    let report = json!({"form": "org.example.small", "revision": "1", "period": "2016", "header": {"who": "we"}});
    let report = validator.read(report.to_string().as_bytes()).expect("it is readable");
    assert_eq!(validator.identity(&report), Some(vec!["we".to_owned(), "2016".to_owned()]));
    assert_eq!(validator.prior_identity(&report), Some(vec!["we".to_owned(), "2015".to_owned()]));
}

#[test]
fn a_check_with_brackets_in_a_flow_mapping_is_quoted() {
    let form = "dimensions: {p: {label: All, parts: [{id: m, label: M}]}}\nitems: [{id: x, label: X, by: [p], check: {that: 'x[m] >= 1'}}]";
    assert_eq!(found(form, json!({"x": {"total": 0, "m": 0}})), ["x:check Violated"]);
}
