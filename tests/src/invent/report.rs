//! Random reports over a plan.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use serde_json::{Map, Value, json};
use tallyform::plan::{Content, Expr, Figure, Operator, Plan, Statement};

use crate::dice::Dice;

/// A report in the form's canonical JSON, mostly sensible.
#[must_use]
pub fn report(dice: &mut Dice<'_>, plan: &Plan) -> Value {
    let mut report = json!({"form": plan.form, "revision": plan.revision});
    let mut figures: Vec<Option<BigRational>> = vec![None; plan.cells.len()];
    // Backwards, so that what is beneath a figure is there before the figure itself.
    for index in (0..plan.cells.len()).rev() {
        let cell = &plan.cells[index];
        let Content::Figure(figure) = &cell.content else { continue };
        let sum = dice.one_in(2).then(|| sum_beneath(plan, index, &figures)).flatten();
        let value = match dice.below(16) {
            9..=11 => Value::Null,
            12 | 13 if !cell.takes.is_empty() => {
                json!(plan.marks[dice.pick(&cell.takes) as usize].token)
            }
            14 => odd(dice, plan),
            15 => continue,
            _ => {
                let number = sum.unwrap_or_else(|| sensible(dice, figure));
                figures[index] = Some(number.clone());
                spelled(&number, figure)
            }
        };
        set(&mut report, &cell.pointer, value);
    }
    let explained: Vec<Value> = plan
        .rules
        .iter()
        .filter(|rule| rule.explained_by.is_some())
        .filter(|_| dice.one_in(2))
        .map(|rule| json!({"check": rule.id, "text": "it is so"}))
        .collect();
    if !explained.is_empty() {
        set(&mut report, "/explanations", Value::Array(explained));
    }
    report
}

fn sensible(dice: &mut Dice<'_>, figure: &Figure) -> BigRational {
    let whole = [0, 1, 2, 3, 5, 8, -1, 12][dice.below(8)];
    let tenths = if figure.decimals == 0 { 0 } else { dice.pick(&[0, 5, 1, 9]) };
    BigRational::new((whole * 10 + tenths).into(), 10.into())
}

/// What a whole would have to be, if a rule of the tree says so and its parts are there.
fn sum_beneath(plan: &Plan, cell: usize, figures: &[Option<BigRational>]) -> Option<BigRational> {
    let parts = plan.rules.iter().flat_map(|rule| &rule.statements).find_map(|statement| match statement {
        Statement::Compare { op: Operator::Equal, left: Expr::Cell(whole), right: Expr::Sum(parts), .. }
            if *whole as usize == cell =>
        {
            Some(parts)
        }
        _ => None,
    })?;
    parts.iter().try_fold(BigRational::zero(), |sum, part| match part {
        Expr::Cell(part) => Some(sum + figures[*part as usize].clone()?),
        Expr::Minus(part) => match **part {
            Expr::Cell(part) => Some(sum - figures[part as usize].clone()?),
            _ => None,
        },
        _ => None,
    })
}

/// The figure as canonical JSON has it: an integer, or a text where the cell has decimal places.
fn spelled(number: &BigRational, figure: &Figure) -> Value {
    if figure.decimals == 0 && number.is_integer() {
        return json!(number.to_integer().to_i64().unwrap_or(0));
    }
    let hundredths = (number * BigRational::from_integer(100.into())).round().to_integer();
    let negative = hundredths < num_bigint::BigInt::zero();
    let digits = format!("{:03}", hundredths.magnitude());
    let (whole, fraction) = digits.split_at(digits.len() - 2);
    let fraction = fraction.trim_end_matches('0');
    let sign = if negative { "-" } else { "" };
    json!(if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") })
}

/// What does not belong in a cell, or only just does.
fn odd(dice: &mut Dice<'_>, plan: &Plan) -> Value {
    match dice.below(14) {
        0 => json!(true),
        1 => json!("three"),
        2 => json!("5.5"),
        3 => json!(5.5),
        4 => json!(5.0),
        5 => json!("5"),
        6 => json!(9_007_199_254_740_991_i64),
        7 => json!(9_007_199_254_740_992_i64),
        8 => json!([1]),
        9 => json!("0.125"),
        10 => json!("2.10"),
        11 => json!(""),
        12 => json!(-7),
        _ => json!(dice.pick(&plan.marks).token),
    }
}

/// Puts a value where the pointer says, making the objects on the way.
pub fn set(report: &mut Value, pointer: &str, value: Value) {
    let mut here = report;
    for key in pointer.split('/').skip(1) {
        let key = key.replace("~1", "/").replace("~0", "~");
        let row = key.parse::<usize>().ok().filter(|row| here.get(*row).is_some());
        if row.is_none() && !here.is_object() {
            *here = Value::Object(Map::new());
        }
        here = match (here, row) {
            (Value::Array(rows), Some(row)) => &mut rows[row],
            (Value::Object(object), _) => object.entry(key).or_insert(Value::Null),
            _ => return,
        };
    }
    *here = value;
}
