//! The second evaluator against the examples of the language's own description.

use std::collections::BTreeMap;

use num_rational::BigRational;
use tallyform::exact::Ratio;
use tallyform::plan::{Expr, Operator, Statement};
use tallyform_tests::dice::Dice;
use tallyform_tests::invent;
use tallyform_tests::oracle::flat::Flat;
use tallyform_tests::oracle::rows::Keys;
use tallyform_tests::oracle::written::written;
use tallyform_tests::oracle::{Side, Standing, Truth, Truths, judge};

fn figure(value: i64) -> Standing {
    Standing::Point { value: BigRational::from_integer(value.into()), half: None }
}

fn rounded(value: i64) -> Standing {
    Standing::Point { value: BigRational::from_integer(value.into()), half: Some(BigRational::new(1.into(), 2.into())) }
}

fn blank() -> Standing {
    range(Some((0, false)), None)
}

fn range(lower: Option<(i64, bool)>, upper: Option<(i64, bool)>) -> Standing {
    let end = |end: (i64, bool)| (BigRational::from_integer(end.0.into()), end.1);
    Standing::Between { lower: lower.map(end), upper: upper.map(end), reported: false }
}

const NONE: Standing = Standing::NotApplicable { adds: true };
const NO_RATE: Standing = Standing::NotApplicable { adds: false };

fn cells(of: std::ops::Range<u32>) -> Vec<Expr> {
    of.map(Expr::Cell).collect()
}

fn compare(left: Expr, op: Operator, right: Expr) -> Statement {
    Statement::Compare { op, left, right, tolerance: None }
}

/// The first cell is the sum of the others.
fn parts(standings: &[Standing]) -> Truths {
    let count = u32::try_from(standings.len()).expect("few cells");
    judge(&compare(Expr::Cell(0), Operator::Equal, Expr::Sum(cells(1..count))), standings)
}

#[track_caller]
fn is(truths: &Truths, truth: Truth) {
    assert_eq!(truths, &Truths::one(truth));
}

#[test]
fn a_blank_hides_no_contradiction_and_makes_none() {
    is(&parts(&[figure(8), figure(5), figure(4), blank()]), Truth::False);
    is(&parts(&[figure(9), figure(5), figure(4), blank()]), Truth::Unknown);
    is(&parts(&[figure(9), figure(5), figure(4), NONE]), Truth::True);
    is(&parts(&[figure(0), figure(0), blank(), figure(0)]), Truth::Unknown);
    is(&parts(&[blank(), blank()]), Truth::Unknown);
}

#[test]
fn an_open_end_is_not_reached() {
    let below_one = range(Some((0, true)), Some((1, true)));
    is(&parts(&[figure(1), below_one.clone()]), Truth::False);
    is(&judge(&compare(Expr::Cell(0), Operator::Greater, Expr::Cell(1)), &[figure(1), below_one.clone()]), Truth::True);
    is(&parts(&[figure(1), below_one.clone(), below_one]), Truth::Unknown);
}

#[test]
fn rounding_favours_the_figure_and_leaves_nothing_open() {
    is(&parts(&[rounded(10), rounded(5), rounded(4)]), Truth::True);
    is(&parts(&[rounded(10), rounded(5), rounded(3)]), Truth::False);
    is(&parts(&[figure(10), rounded(5), rounded(4)]), Truth::True);
}

#[test]
fn a_rate_that_is_not_applicable_leaves_nothing_to_compare() {
    is(&parts(&[figure(5), NO_RATE]), Truth::NotApplicable);
    let least = compare(Expr::Cell(0), Operator::Equal, Expr::Min(cells(1..3)));
    is(&judge(&least, &[figure(5), NO_RATE, figure(5)]), Truth::True);
    is(&judge(&least, &[figure(5), NO_RATE, NO_RATE]), Truth::NotApplicable);
    let quotient = Expr::Quotient(Box::new(Expr::Cell(0)), Box::new(Expr::Cell(1)));
    let share = compare(quotient, Operator::AtMost, Expr::Number(Ratio::from(1)));
    is(&judge(&share, &[figure(5), figure(0)]), Truth::NotApplicable);
    is(&judge(&share, &[figure(5), NONE]), Truth::NotApplicable);
    is(&judge(&share, &[figure(5), figure(6)]), Truth::True);
}

#[test]
fn a_cell_named_twice_may_be_left_open() {
    let same = compare(Expr::Cell(0), Operator::Equal, Expr::Cell(0));
    assert_eq!(judge(&same, &[blank()]), Truths::two(Truth::True, Truth::Unknown));
    is(&judge(&same, &[figure(3)]), Truth::True);
}

#[test]
fn statements_join_by_the_tables() {
    let against = |number: i64| compare(Expr::Cell(0), Operator::AtMost, Expr::Number(Ratio::from(number)));
    let standings = [figure(5), blank(), NO_RATE];
    let yes = || against(5);
    let no = || against(4);
    let open = || compare(Expr::Cell(1), Operator::AtMost, Expr::Number(Ratio::from(1)));
    let nothing = || compare(Expr::Cell(2), Operator::AtMost, Expr::Number(Ratio::from(1)));
    let and = |of| judge(&Statement::And(of), &standings);
    let or = |of| judge(&Statement::Or(of), &standings);
    is(&and(vec![nothing(), no(), open()]), Truth::False);
    is(&and(vec![open(), nothing(), yes()]), Truth::NotApplicable);
    is(&and(vec![open(), yes()]), Truth::Unknown);
    is(&or(vec![nothing(), yes(), open()]), Truth::True);
    is(&or(vec![no(), nothing(), open()]), Truth::NotApplicable);
    let choose = |condition, then, otherwise: Option<Statement>| {
        let otherwise = otherwise.map(Box::new);
        judge(&Statement::If { condition: Box::new(condition), then: Box::new(then), otherwise }, &standings)
    };
    is(&choose(open(), yes(), Some(yes())), Truth::True);
    is(&choose(open(), no(), None), Truth::Unknown);
    is(&choose(no(), no(), None), Truth::True);
    is(&choose(nothing(), yes(), Some(yes())), Truth::NotApplicable);
}

#[test]
fn invented_cases_reach_every_truth() {
    let mut seen: BTreeMap<Vec<Truth>, usize> = BTreeMap::new();
    let mut state = 1_u64;
    for _ in 0..400 {
        let bytes: Vec<u8> = (0..300)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 56) as u8
            })
            .collect();
        let mut dice = Dice::new(&bytes);
        let plan = invent::plan(&mut dice);
        let report = invent::report(&mut dice, &plan);
        let side = Side::of(&plan, &report);
        let mut flat = Flat::new(&plan, &side, None);
        for statement in plan.rules.iter().flat_map(|rule| &rule.statements) {
            let written = written(&mut flat, statement, &Keys::new());
            *seen.entry(judge(&written.statement, &flat.standings).0.into_iter().collect()).or_default() += 1;
        }
    }
    for truth in [Truth::True, Truth::False, Truth::Unknown, Truth::NotApplicable] {
        let exactly = seen.get(&vec![truth]).copied().unwrap_or(0);
        assert!(exactly >= 50, "{truth:?} alone came up {exactly} times: {seen:?}");
    }
}
