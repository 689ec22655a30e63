//! What may become of one comparison.

use num_rational::BigRational;
use num_traits::{Signed, Zero};
use tallyform::plan::{Expr, Operator};

use super::domain::Standing;
use super::expression::{Point, Shifts, value};
use super::statement::{Truth, Truths};

/// A comparison of the plan.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// The comparison.
    pub op: Operator,
    /// Left side.
    pub left: &'a Expr,
    /// Right side.
    pub right: &'a Expr,
    /// The author's tolerance.
    pub tolerance: Option<&'a BigRational>,
}

/// The two sides where every cell is one value.
#[derive(Clone, Debug, PartialEq)]
pub struct Sides {
    /// Left side.
    pub left: BigRational,
    /// Right side.
    pub right: BigRational,
    /// The author's tolerance and that of rounding; only of use where each is as wide up as down.
    pub tolerance: BigRational,
}

/// How left less right lies to what the comparison wants, at one point.
struct Trial {
    holds: bool,
    /// Below, and above, everything that an equality would take.
    below: bool,
    above: bool,
}

/// What a correct evaluator may say.
#[must_use]
pub fn allowed(comparison: Comparison<'_>, standings: &[Standing]) -> Truths {
    let occurring = Occurring::of(comparison, standings);
    let trials: Vec<Option<Trial>> =
        occurring.points(standings).iter().map(|point| trial(comparison, point, &occurring)).collect();
    let judged: Vec<&Trial> = trials.iter().flatten().collect();
    let both = [comparison.left, comparison.right];
    if occurring.cells.is_empty() && occurring.counted.is_empty() {
        // With one point there is nothing to leave open, rounding least of all.
        return match judged.first() {
            None => Truths::one(Truth::NotApplicable),
            Some(trial) if trial.holds => Truths::one(Truth::True),
            Some(_) if both.iter().all(|side| is_widened_at_corners(side, standings)) => Truths::one(Truth::False),
            Some(_) => Truths::two(Truth::False, Truth::True),
        };
    }
    // Rounding widens a sum by the same amount wherever its cells stand, but not a minimum or maximum.
    let rounding_is_even = occurring.rounded == 0 || both.iter().all(|side| !has_extreme(side));
    let exact = !occurring.repeated && rounding_is_even && both.iter().all(|side| is_monotone(side, standings));
    if judged.is_empty() {
        return if exact {
            Truths::one(Truth::NotApplicable)
        } else {
            Truths::two(Truth::NotApplicable, Truth::Unknown)
        };
    }
    let met_between = judged.iter().any(|trial| trial.below) && judged.iter().any(|trial| trial.above);
    let seen = verdict(judged.iter().any(|trial| trial.holds), judged.iter().any(|trial| !trial.holds));
    let between = match comparison.op {
        Operator::Equal | Operator::NotEqual if met_between => Truth::Unknown,
        _ => seen,
    };
    match (exact, occurring.counted.is_empty()) {
        (true, true) => Truths::one(between),
        // Whether a blank is counted is a matter of yes or no; an evaluator may take it for a number between 0 and 1.
        (true, false) => Truths::two(seen, between),
        (false, _) if occurring.rounded > 0 => Truths([seen, Truth::Unknown, Truth::True].into()),
        (false, _) => Truths::two(seen, Truth::Unknown),
    }
}

fn verdict(may_hold: bool, may_fail: bool) -> Truth {
    match (may_hold, may_fail) {
        (true, false) => Truth::True,
        (false, true) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// The sides of a comparison whose cells are all one value each; nothing where they are not, or where it does not apply.
#[must_use]
pub fn sides(comparison: Comparison<'_>, standings: &[Standing]) -> Option<Sides> {
    let occurring = Occurring::of(comparison, standings);
    if !occurring.cells.is_empty() || !occurring.counted.is_empty() {
        return None;
    }
    let point = Point { standings, values: vec![None; standings.len()], counted: vec![None; standings.len()] };
    let middle = vec![0; occurring.rounded];
    let (left, right) = at(comparison, &point, &middle)?;
    let spread = signs(occurring.rounded)
        .filter_map(|signs| at(comparison, &point, &signs))
        .map(|(shifted_left, shifted_right)| (shifted_left - shifted_right) - (&left - &right))
        .max()
        .unwrap_or_else(BigRational::zero);
    let spread = if comparison.op == Operator::NotEqual { BigRational::zero() } else { spread };
    let author = match comparison.op {
        Operator::NotEqual => BigRational::zero(),
        _ => comparison.tolerance.cloned().unwrap_or_else(BigRational::zero),
    };
    Some(Sides { left, right, tolerance: spread + author })
}

fn trial(comparison: Comparison<'_>, point: &Point<'_>, occurring: &Occurring) -> Option<Trial> {
    let middle = vec![0; occurring.rounded];
    let (left, right) = at(comparison, point, &middle)?;
    let difference = left - right;
    if comparison.op == Operator::NotEqual {
        let (below, above) = (difference.is_negative(), difference.is_positive());
        return Some(Trial { holds: below || above, below, above });
    }
    // Every rounded figure may be off by half a unit either way, each time that it is named; the comparison holds if it
    // does for one such choice. Each side only rises or falls with each of them, so the greatest shifts suffice.
    let shifted: Vec<BigRational> = signs(occurring.rounded)
        .filter_map(|signs| at(comparison, point, &signs))
        .map(|(left, right)| left - right)
        .chain([difference])
        .collect();
    let (least, greatest) = (shifted.iter().min()?, shifted.iter().max()?);
    let none = BigRational::zero();
    let tolerance = comparison.tolerance.unwrap_or(&none);
    let below = *greatest < -tolerance;
    let above = least > tolerance;
    let holds = match comparison.op {
        Operator::Equal => !below && !above,
        Operator::Less => least < tolerance,
        Operator::AtMost => least <= tolerance,
        Operator::Greater => *greatest > -tolerance,
        Operator::AtLeast => *greatest >= -tolerance,
        Operator::NotEqual => return None,
    };
    Some(Trial { holds, below, above })
}

fn at(comparison: Comparison<'_>, point: &Point<'_>, signs: &[i8]) -> Option<(BigRational, BigRational)> {
    let mut shifts = Shifts { signs, used: 0 };
    let left = value(comparison.left, point, &mut shifts);
    let right = value(comparison.right, point, &mut shifts);
    Some((left?, right?))
}

/// Every way to be off by half a unit up or down.
fn signs(count: usize) -> impl Iterator<Item = Vec<i8>> {
    let ways = if count == 0 { 0 } else { 1_u32 << count.min(12) };
    (0..ways).map(move |way| (0..count).map(|bit| if way >> bit.min(31) & 1 == 1 { 1 } else { -1 }).collect())
}

/// Which cells a comparison names that are not one value, and how often.
#[derive(Default)]
struct Occurring {
    cells: Vec<usize>,
    counted: Vec<usize>,
    repeated: bool,
    /// How often rounded figures are named.
    rounded: usize,
}

impl Occurring {
    fn of(comparison: Comparison<'_>, standings: &[Standing]) -> Self {
        let mut occurring = Self::default();
        occurring.add(comparison.left, standings);
        occurring.add(comparison.right, standings);
        occurring
    }

    fn add(&mut self, expr: &Expr, standings: &[Standing]) {
        match expr {
            Expr::Number(_) => {}
            Expr::Cell(cell) => match &standings[*cell as usize] {
                Standing::Point { half: Some(_), .. } => self.rounded += 1,
                standing if standing.is_open_question() => note(*cell as usize, &mut self.cells, &mut self.repeated),
                _ => {}
            },
            Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => self.add(of, standings),
            Expr::Sum(of) | Expr::Min(of) | Expr::Max(of) => of.iter().for_each(|of| self.add(of, standings)),
            Expr::Product(left, right) | Expr::Quotient(left, right) => {
                self.add(left, standings);
                self.add(right, standings);
            }
            Expr::Count(cells) => {
                for cell in cells.iter().map(cell_of) {
                    if matches!(standings[cell], Standing::Between { reported: false, .. }) {
                        note(cell, &mut self.counted, &mut self.repeated);
                    }
                }
            }
            Expr::Prior(_) | Expr::Rows { .. } => unflattened(),
        }
    }

    /// The points to try: all corners, and more where there are few cells to choose for.
    fn points<'a>(&self, standings: &'a [Standing]) -> Vec<Point<'a>> {
        let rich = self.cells.len() + self.counted.len() <= 3;
        let mut choices = vec![(vec![None; standings.len()], vec![None; standings.len()])];
        for &cell in &self.cells {
            let points = standings[cell].points(rich);
            choices = spread(&choices, &points, |choice, point| choice.0[cell] = Some(point));
        }
        let yes_or_no = [BigRational::from_integer(0.into()), BigRational::from_integer(1.into())];
        for &cell in &self.counted {
            choices = spread(&choices, &yes_or_no, |choice, point| choice.1[cell] = Some(point));
        }
        choices.into_iter().map(|(values, counted)| Point { standings, values, counted }).collect()
    }
}

/// The cell that an operand of `count` is.
pub(super) fn cell_of(operand: &Expr) -> usize {
    match operand {
        Expr::Cell(cell) => *cell as usize,
        _ => unflattened(),
    }
}

/// Earlier reports and rows are written out as cells of their own before anything is judged.
pub(super) fn unflattened() -> ! {
    unreachable!("the statement was not written out")
}

type Choice = (Vec<Option<BigRational>>, Vec<Option<BigRational>>);

fn spread(choices: &[Choice], points: &[BigRational], set: impl Fn(&mut Choice, BigRational)) -> Vec<Choice> {
    let mut spread = Vec::with_capacity(choices.len() * points.len());
    for choice in choices {
        for point in points {
            let mut choice = choice.clone();
            set(&mut choice, point.clone());
            spread.push(choice);
        }
    }
    spread
}

fn note(cell: usize, cells: &mut Vec<usize>, repeated: &mut bool) {
    if cells.contains(&cell) {
        *repeated = true;
    } else {
        cells.push(cell);
    }
}

/// Whether the value only rises or only falls with each cell that is not one value, without a jump.
fn is_monotone(expr: &Expr, standings: &[Standing]) -> bool {
    match expr {
        Expr::Number(_) | Expr::Cell(_) | Expr::Prior(_) | Expr::Rows { .. } | Expr::Count(_) => true,
        Expr::Scale { of, .. } | Expr::Minus(of) => is_monotone(of, standings),
        Expr::Sum(of) | Expr::Min(of) | Expr::Max(of) => of.iter().all(|of| is_monotone(of, standings)),
        Expr::Product(left, right) => {
            is_monotone(left, standings)
                && is_monotone(right, standings)
                && (is_settled(left, standings) || is_settled(right, standings))
        }
        Expr::Quotient(left, right) => is_monotone(left, standings) && is_settled(right, standings),
        Expr::Abs(of) => is_settled(of, standings),
    }
}

/// Whether the value is the same whatever the cells' true values. Rounded figures count as not settled here: what the
/// shifts do to a product, a quotient or an absolute value is then compared by trying alone.
fn is_settled(expr: &Expr, standings: &[Standing]) -> bool {
    match expr {
        Expr::Number(_) => true,
        Expr::Cell(cell) => match &standings[*cell as usize] {
            Standing::Point { half, .. } => half.is_none(),
            standing => !standing.is_open_question(),
        },
        Expr::Count(cells) => {
            cells.iter().all(|cell| !matches!(standings[cell_of(cell)], Standing::Between { reported: false, .. }))
        }
        Expr::Prior(_) | Expr::Rows { .. } => unflattened(),
        Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => is_settled(of, standings),
        Expr::Sum(of) | Expr::Min(of) | Expr::Max(of) => of.iter().all(|of| is_settled(of, standings)),
        Expr::Product(left, right) | Expr::Quotient(left, right) => {
            is_settled(left, standings) && is_settled(right, standings)
        }
    }
}

/// Whether shifting every rounded figure all the way up or down reaches the least and the greatest value.
fn is_widened_at_corners(expr: &Expr, standings: &[Standing]) -> bool {
    match expr {
        Expr::Number(_) | Expr::Cell(_) | Expr::Prior(_) | Expr::Rows { .. } | Expr::Count(_) => true,
        Expr::Scale { of, .. } | Expr::Minus(of) => is_widened_at_corners(of, standings),
        Expr::Sum(of) | Expr::Min(of) | Expr::Max(of) => of.iter().all(|of| is_widened_at_corners(of, standings)),
        Expr::Product(left, right) => is_widened_at_corners(left, standings) && is_widened_at_corners(right, standings),
        Expr::Quotient(left, right) => is_widened_at_corners(left, standings) && is_settled(right, standings),
        Expr::Abs(of) => is_settled(of, standings),
    }
}

fn has_extreme(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) | Expr::Cell(_) | Expr::Prior(_) | Expr::Rows { .. } | Expr::Count(_) => false,
        Expr::Min(_) | Expr::Max(_) => true,
        Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => has_extreme(of),
        Expr::Sum(of) => of.iter().any(has_extreme),
        Expr::Product(left, right) | Expr::Quotient(left, right) => has_extreme(left) || has_extreme(right),
    }
}

/// Whether the difference is made by adding and scaling alone, so that rounding widens it as much up as down.
#[must_use]
pub fn is_linear(expr: &Expr) -> bool {
    match expr {
        Expr::Number(_) | Expr::Cell(_) | Expr::Prior(_) | Expr::Rows { .. } | Expr::Count(_) => true,
        Expr::Scale { of, .. } | Expr::Minus(of) => is_linear(of),
        Expr::Sum(of) => of.iter().all(is_linear),
        _ => false,
    }
}
