//! Random reports over a plan.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use serde_json::{Map, Value, json};
use tallyform::plan::{Content, EVERY_ROW, ExplainedBy, Expr, Figure, Operator, Plan, Statement, Where};

use crate::dice::Dice;

/// A report in the form's canonical JSON, mostly sensible.
#[must_use]
pub fn report(dice: &mut Dice<'_>, plan: &Plan) -> Value {
    let mut report = json!({"form": plan.form, "revision": plan.revision});
    if !plan.states.is_empty() && !dice.one_in(3) {
        set(&mut report, "/state", json!(dice.pick(&plan.states)));
    }
    let mut figures: Vec<Option<BigRational>> = vec![None; plan.cells.len()];
    rows(dice, plan, None, &mut report, &mut figures);
    // Backwards, so that what is beneath a figure is there before the figure itself.
    for index in (0..plan.cells.len()).rev().filter(|&index| plan.cells[index].section.is_none()) {
        let sum = dice.one_in(2).then(|| sum_beneath(plan, index, &figures)).flatten();
        figures[index] = cell(dice, plan, index, sum, &mut report);
    }
    let explained: Vec<Value> = plan
        .rules
        .iter()
        .filter(|rule| rule.explained_by == Some(ExplainedBy::Explanation))
        .filter_map(|rule| {
            if !dice.one_in(2) {
                return None;
            }
            let place = if rule.wheres.is_empty() { Where::new() } else { dice.pick(&rule.wheres) };
            let key = |at: &String| if at == EVERY_ROW { KEYS[0] } else { at.as_str() }.to_owned();
            let row: Where = place.iter().map(|(id, at)| (id.clone(), key(at))).collect();
            Some(json!({"check": rule.id, "row": row, "text": "it is so"}))
        })
        .collect();
    if !explained.is_empty() {
        set(&mut report, "/explanations", Value::Array(explained));
    }
    report
}

/// Few, so that rows of several tables meet.
const KEYS: [&str; 3] = ["K", "L", "M"];

/// Fills the lists that stand in a report, or in a row.
fn rows(dice: &mut Dice<'_>, plan: &Plan, above: Option<u32>, within: &mut Value, figures: &mut [Option<BigRational>]) {
    for (number, section) in plan.sections.iter().enumerate().filter(|(_, section)| section.above == above) {
        let count = [0, 1, 2, 2, 3, 0][dice.below(6)];
        let cells: Vec<usize> = (0..plan.cells.len())
            .filter(|&cell| plan.cells[cell].section.is_some_and(|section| section as usize == number))
            .collect();
        let mut list = Vec::new();
        for at in 0..count {
            let mut row = json!({});
            let key = match dice.below(12) {
                9 => json!(KEYS[0]),
                10 => [Value::Null, json!(""), json!(3)][dice.below(3)].clone(),
                other => json!(KEYS[(at + other / 4) % KEYS.len()]),
            };
            let is_first = !list
                .iter()
                .any(|other: &Value| other.pointer(&plan.cells[section.key as usize].pointer) == Some(&key));
            set(&mut row, &plan.cells[section.key as usize].pointer, key);
            rows(dice, plan, u32::try_from(number).ok(), &mut row, figures);
            for &index in cells.iter().filter(|&&cell| cell != section.key as usize) {
                let figure = cell(dice, plan, index, None, &mut row);
                if let (Some(figure), true) = (figure, is_first) {
                    let sum = figures[index].take().unwrap_or_else(BigRational::zero);
                    figures[index] = Some(sum + figure);
                }
            }
            list.push(row);
        }
        if !list.is_empty() || dice.one_in(4) {
            set(within, &section.pointer, Value::Array(list));
        }
    }
}

/// Fills a cell of the report, or of a row, and says which figure it holds now.
fn cell(
    dice: &mut Dice<'_>,
    plan: &Plan,
    index: usize,
    sum: Option<BigRational>,
    within: &mut Value,
) -> Option<BigRational> {
    let cell = &plan.cells[index];
    let Content::Figure(figure) = &cell.content else {
        let value = [Value::Null, Value::Null, Value::Null, json!("so"), json!(" "), json!(3)][dice.below(6)].clone();
        if !value.is_null() {
            set(within, &cell.pointer, value);
        }
        return None;
    };
    let value = match dice.below(16) {
        9..=11 => Value::Null,
        12 | 13 if !cell.takes.is_empty() => {
            json!(plan.marks[dice.pick(&cell.takes) as usize].token)
        }
        14 => odd(dice, plan),
        15 => return None,
        _ => {
            let number = sum.unwrap_or_else(|| sensible(dice, figure));
            set(within, &cell.pointer, spelled(&number, figure));
            return Some(number);
        }
    };
    set(within, &cell.pointer, value);
    None
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
    let one = |expr: &Expr| match expr {
        Expr::Cell(part) => figures[*part as usize].clone(),
        // The figures of all rows together.
        Expr::Rows { of, .. } => match **of {
            Expr::Cell(part) => figures[part as usize].clone(),
            _ => None,
        },
        _ => None,
    };
    parts.iter().try_fold(BigRational::zero(), |sum, part| match part {
        Expr::Minus(part) => Some(sum - one(part)?),
        part => Some(sum + one(part)?),
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
