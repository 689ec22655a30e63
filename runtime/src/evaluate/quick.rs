//! Comparisons of sums of cells in whole numbers.
//!
//! The quick way says 'satisfied' or 'undetermined', or says nothing; whoever asks then judges in full.

use std::ops::ControlFlow;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::spot::Place;
use super::standing::Filed;
use crate::cell::Cell;
use crate::plan::{Bound, Content, Expr, Operator, Plan, Statement};
use crate::validator::{adds, is_not_applicable};

/// Greatest magnitude of a coefficient. With figures of 64 bits and [`crate::validator::MAX_STATEMENT_SIZE`] terms, sums
/// stay within 128 bits.
const MAX_COEFFICIENT: i128 = 1 << 40;

/// Most terms in rows of one statement, so that their sum stays within 128 bits too.
const MAX_TERMS: usize = 1 << 20;

/// What the quick way says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Satisfied,
    Undetermined,
    /// Nothing: judge in full.
    Unsettled,
}

/// What the quick way knows of a cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct QuickCell {
    /// What a blank allows, in digits at the cell's places; none where the quick way cannot say.
    blank: Option<(Option<i64>, Option<i64>)>,
    /// The marks that stand for exactly 0.
    zero_marks: Vec<u32>,
    /// What is not applicable stands for exactly 0.
    adds: bool,
}

/// Works out what the quick way needs to know of every cell.
pub(crate) fn cells(plan: &Plan) -> Vec<QuickCell> {
    let quick = |(number, cell): (usize, &crate::plan::Cell)| {
        let Content::Figure(figure) = &cell.content else {
            return QuickCell::default();
        };
        // A bound that is open or has more places than the cell is left to the full way.
        let digits = |bound: &Option<Bound>| match bound {
            None => Some(None),
            Some(bound) if bound.open => None,
            Some(bound) => {
                let digits = bound.value.as_big() * power_of_ten(figure.decimals);
                digits.is_integer().then(|| digits.to_integer().to_i64()).flatten().map(Some)
            }
        };
        let blank = match (&cell.blank, digits(&figure.lower), digits(&figure.upper)) {
            (None, Some(lower), Some(upper)) => Some((lower, upper)),
            _ => None,
        };
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let adds = adds(plan, number);
        let zero_marks = if adds {
            cell.takes.iter().copied().filter(|mark| is_not_applicable(plan, *mark)).collect()
        } else {
            Vec::new()
        };
        QuickCell { blank, zero_marks, adds }
    };
    plan.cells.iter().enumerate().map(quick).collect()
}

fn power_of_ten(places: u8) -> BigRational {
    BigRational::from_integer(num_traits::pow(BigInt::from(10), places.into()))
}

/// `constant + sum of coefficient * digits` compared with 0.
#[derive(Debug)]
pub(crate) struct Quick {
    op: Operator,
    terms: Vec<(i64, u32)>,
    /// Terms in rows.
    groups: Vec<Group>,
    constant: i128,
    /// By how much the sum may miss.
    tolerance: i128,
    /// Some cell is rounded: only 'satisfied' as written is sure.
    rounded: bool,
}

impl Quick {
    /// The quick form of a statement; none where it is no comparison of sums of cells.
    pub(crate) fn new(plan: &Plan, statement: &Statement) -> Option<Self> {
        let Statement::Compare { op, left, right, tolerance } = statement else {
            return None;
        };
        let mut linear =
            Linear { plan, terms: Vec::new(), in_rows: Vec::new(), constant: BigRational::zero(), rounded: false };
        let one = BigRational::from_integer(1.into());
        linear.add(left, &one)?;
        linear.add(right, &-one)?;
        let tolerance = tolerance.as_ref().map_or_else(BigRational::zero, |tolerance| tolerance.as_big().clone());
        let in_rows = linear.in_rows.iter().map(|(factor, ..)| factor);
        let numbers =
            linear.terms.iter().map(|(factor, _)| factor).chain(in_rows).chain([&linear.constant, &tolerance]);
        let common = numbers.fold(BigInt::from(1), |common, number| common.lcm(number.denom()));
        let whole = |number: &BigRational| (number * &common).to_integer().to_i128();
        let small = |number: &BigRational| whole(number).filter(|n| n.abs() <= MAX_COEFFICIENT).map(|n| n as i64);
        let terms = linear.terms.iter().map(|(factor, cell)| Some((small(factor)?, *cell))).collect::<Option<_>>()?;
        let mut groups: Vec<Group> = Vec::new();
        for (factor, cell, section, is_along) in &linear.in_rows {
            let term = (small(factor)?, *cell);
            match groups.iter_mut().find(|group| (group.section, group.is_along) == (*section, *is_along)) {
                Some(group) => group.terms.push(term),
                None => groups.push(Group { section: *section, is_along: *is_along, terms: vec![term] }),
            }
        }
        // Far from the ends of 128 bits, so that adding the terms never leaves them.
        let bounded = |number: &BigRational| whole(number).filter(|n| n.abs() <= i128::MAX >> 8);
        let (constant, tolerance) = (bounded(&linear.constant)?, bounded(&tolerance)?);
        Some(Self { op: *op, terms, groups, constant, tolerance, rounded: linear.rounded })
    }

    /// Judges the cells of a report, those in rows at the keys that are bound.
    pub(crate) fn verdict(&self, known: &[QuickCell], filed: &Filed<'_>) -> Verdict {
        let cells = &filed.now.report.cells;
        if self.groups.is_empty()
            && let Some(sum) = self.plain_sum(cells)
        {
            return if self.holds(sum) { Verdict::Satisfied } else { Verdict::Unsettled };
        }
        let mut span = Span { low: Some(self.constant), high: Some(self.constant) };
        let mut room = MAX_TERMS;
        let mut all = self
            .terms
            .iter()
            .map(|(factor, number)| span.add(known.get(*number as usize), cells.get(*number as usize), *factor));
        let sum = all.find(ControlFlow::is_break).unwrap_or(ControlFlow::Continue(()));
        let mut groups = self.groups.iter().map(|group| group.add(known, filed, &mut span, &mut room));
        match sum.is_break() || groups.any(|sum| sum.is_break()) {
            true => Verdict::Unsettled,
            false => self.compare(span.low, span.high),
        }
    }

    /// The sum where every cell holds a plain figure.
    fn plain_sum(&self, cells: &[Cell]) -> Option<i128> {
        let mut sum = self.constant;
        for (factor, number) in &self.terms {
            match cells.get(*number as usize) {
                Some(Cell::Figure(digits)) => sum += i128::from(*factor) * i128::from(*digits),
                _ => return None,
            }
        }
        Some(sum)
    }

    /// Whether the comparison holds for a sum that is one number.
    fn holds(&self, sum: i128) -> bool {
        match self.op {
            Operator::Equal => (-self.tolerance..=self.tolerance).contains(&sum),
            Operator::NotEqual => sum != 0,
            Operator::Less => sum < self.tolerance,
            Operator::AtMost => sum <= self.tolerance,
            Operator::Greater => sum > -self.tolerance,
            Operator::AtLeast => sum >= -self.tolerance,
        }
    }

    fn compare(&self, low: Option<i128>, high: Option<i128>) -> Verdict {
        let tolerance = self.tolerance;
        let at_most = |end: Option<i128>, limit: i128| end.is_some_and(|end| end <= limit);
        let at_least = |end: Option<i128>, limit: i128| end.is_some_and(|end| end >= limit);
        let (always, never) = match self.op {
            Operator::Equal => (
                at_least(low, -tolerance) && at_most(high, tolerance),
                at_least(low, tolerance + 1) || at_most(high, -tolerance - 1),
            ),
            Operator::NotEqual => (at_least(low, 1) || at_most(high, -1), at_least(low, 0) && at_most(high, 0)),
            Operator::Less => (at_most(high, tolerance - 1), at_least(low, tolerance)),
            Operator::AtMost => (at_most(high, tolerance), at_least(low, tolerance + 1)),
            Operator::Greater => (at_least(low, 1 - tolerance), at_most(high, -tolerance)),
            Operator::AtLeast => (at_least(low, -tolerance), at_most(high, -tolerance - 1)),
        };
        match (always, never || self.rounded) {
            (true, _) => Verdict::Satisfied,
            (false, true) => Verdict::Unsettled,
            (false, false) => Verdict::Undetermined,
        }
    }
}

/// All that a sum may be, with ends that may be infinite.
struct Span {
    low: Option<i128>,
    high: Option<i128>,
}

impl Span {
    /// Adds what stands in a cell; breaks off where that is more than the quick way knows of.
    fn add(&mut self, known: Option<&QuickCell>, cell: Option<&Cell>, factor: i64) -> ControlFlow<()> {
        match (cell, known) {
            (Some(Cell::Figure(digits)), _) => {
                let term = i128::from(factor) * i128::from(*digits);
                self.low = self.low.map(|low| low + term);
                self.high = self.high.map(|high| high + term);
                ControlFlow::Continue(())
            }
            (None | Some(Cell::Blank), Some(QuickCell { blank: Some((lower, upper)), .. })) => {
                let (down, up) = if factor < 0 { (upper, lower) } else { (lower, upper) };
                let add = |sum: Option<i128>, end: &Option<i64>| match (sum, end) {
                    _ if factor == 0 => sum,
                    (Some(sum), Some(end)) => Some(sum + i128::from(factor) * i128::from(*end)),
                    _ => None,
                };
                self.low = add(self.low, down);
                self.high = add(self.high, up);
                ControlFlow::Continue(())
            }
            (Some(Cell::Mark(mark)), Some(known)) if known.zero_marks.contains(mark) => ControlFlow::Continue(()),
            _ => ControlFlow::Break(()),
        }
    }
}

/// Terms in the rows of one section.
#[derive(Debug)]
struct Group {
    section: u32,
    /// In all rows of the list; else in the one whose keys are bound.
    is_along: bool,
    terms: Vec<(i64, u32)>,
}

impl Group {
    fn add(&self, known: &[QuickCell], filed: &Filed<'_>, span: &mut Span, room: &mut usize) -> ControlFlow<()> {
        let Some(table) = filed.tables.section(self.section) else {
            return ControlFlow::Break(());
        };
        let bound = if self.is_along {
            let above = table.chain.iter().rev().nth(1);
            above.map_or(Place::Row(0), |above| filed.place(*above, false))
        } else {
            filed.place(self.section, false)
        };
        let one;
        let rows: &[u32] = match bound {
            Place::Row(row) if self.is_along => filed.now.rows.list(self.section, row),
            Place::Row(row) => {
                one = [row];
                &one
            }
            // What is absent is nothing where the unit adds.
            Place::Absent => {
                let adds = |(_, cell): &(i64, u32)| known.get(*cell as usize).is_some_and(|known| known.adds);
                return if self.terms.iter().all(adds) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
            }
            Place::Unreported if !self.is_along => {
                let mut blanks =
                    self.terms.iter().map(|(factor, cell)| span.add(known.get(*cell as usize), None, *factor));
                return blanks.find(ControlFlow::is_break).unwrap_or(ControlFlow::Continue(()));
            }
            Place::Unreported | Place::Plain | Place::Any => return ControlFlow::Break(()),
        };
        match room.checked_sub(rows.len().saturating_mul(self.terms.len())) {
            // A sum of nothing does not apply.
            Some(rest) if !rows.is_empty() => *room = rest,
            _ => return ControlFlow::Break(()),
        }
        let all = filed.now.report.rows.get(self.section as usize).map_or(&[][..], Vec::as_slice);
        for row in rows {
            let cells = all.get(*row as usize).map_or(&[][..], |row| &row.cells);
            for (factor, number) in &self.terms {
                let cell = cells.get(number.saturating_sub(table.cells.start) as usize);
                span.add(known.get(*number as usize), cell, *factor)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// A sum of cells in the making.
struct Linear<'a> {
    plan: &'a Plan,
    terms: Vec<(BigRational, u32)>,
    /// Terms in rows: factor, cell, section, and whether they run through all rows of the list.
    in_rows: Vec<(BigRational, u32, u32, bool)>,
    constant: BigRational,
    rounded: bool,
}

impl Linear<'_> {
    /// Adds `factor` times an expression; none where that is no sum of cells.
    fn add(&mut self, expr: &Expr, factor: &BigRational) -> Option<()> {
        match expr {
            Expr::Number(number) => self.constant += number.as_big() * factor,
            Expr::Cell(cell) => self.cell(*cell, factor, None)?,
            Expr::Rows { of, along } => match (&**of, along.as_slice()) {
                (Expr::Cell(cell), [along]) => self.cell(*cell, factor, Some(*along))?,
                _ => return None,
            },
            Expr::Scale { by, of } => self.add(of, &(factor * by.as_big()))?,
            Expr::Minus(of) => self.add(of, &-factor)?,
            Expr::Sum(all) => all.iter().try_for_each(|one| self.add(one, factor).ok_or(())).ok()?,
            Expr::Prior(_)
            | Expr::Product(..)
            | Expr::Quotient(..)
            | Expr::Min(_)
            | Expr::Max(_)
            | Expr::Count(_)
            | Expr::Abs(_) => {
                return None;
            }
        }
        Some(())
    }

    /// Adds a cell; none where rows run through another section than that in which it stands.
    fn cell(&mut self, cell: u32, factor: &BigRational, along: Option<u32>) -> Option<()> {
        let planned = self.plan.cells.get(cell as usize)?;
        let Content::Figure(figure) = &planned.content else {
            return None;
        };
        self.rounded |= figure.rounded.is_some();
        let factor = factor / power_of_ten(figure.decimals);
        match planned.section {
            None => self.terms.push((factor, cell)),
            Some(section) => {
                let dimension = self.plan.sections.get(section as usize)?.dimension;
                if along.is_some_and(|along| along != dimension) {
                    return None;
                }
                self.in_rows.push((factor, cell, section, along.is_some()));
            }
        }
        Some(())
    }
}
