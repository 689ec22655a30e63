//! The true values that a cell stands for, and the points that stand for them.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use tallyform::plan::{Bound, Content as Holds, Figure, Meaning, Plan};

use super::content::{Content, is_more_than_nothing, power_of_ten};

/// An end of a set of values, and whether it is open.
pub type End = Option<(BigRational, bool)>;

/// What a cell stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// One value. Where the figure was rounded, half a unit of its last place.
    Point {
        /// The value.
        value: BigRational,
        /// Half a unit of the place that it was rounded to.
        half: Option<BigRational>,
    },
    /// Everything between two ends.
    Between {
        /// The lower one.
        lower: End,
        /// The upper one.
        upper: End,
        /// A range mark: a figure all the same.
        reported: bool,
    },
    /// Nothing to report.
    NotApplicable {
        /// The unit adds, so that it is exactly 0.
        adds: bool,
    },
    /// No number.
    Other,
}

/// How near to an open end the value is that stands for it.
#[must_use]
pub fn close() -> BigRational {
    BigRational::new(BigInt::one(), power_of_ten(18))
}

/// What stands for infinity.
#[must_use]
pub fn far() -> BigRational {
    BigRational::from_integer(power_of_ten(40))
}

/// What every cell stands for.
#[must_use]
pub fn standings(plan: &Plan, contents: &[Content]) -> Vec<Standing> {
    (0..plan.cells.len()).map(|cell| standing(plan, contents, cell)).collect()
}

fn standing(plan: &Plan, contents: &[Content], cell: usize) -> Standing {
    let Holds::Figure(figure) = &plan.cells[cell].content else { return Standing::Other };
    let adds = plan.units[figure.unit as usize].kind.adds();
    match &contents[cell] {
        Content::Figure(value) => Standing::Point { value: value.clone(), half: figure.rounded.map(half_unit) },
        Content::Mark(mark) => match &plan.marks[*mark].meaning {
            Meaning::NotApplicable => Standing::NotApplicable { adds },
            Meaning::Suppressed { lower: None, upper: None } => Standing::Between {
                lower: end(figure.lower.as_ref()),
                upper: end(figure.upper.as_ref()),
                reported: true,
            },
            Meaning::Range { lower, upper } | Meaning::Suppressed { lower, upper } => {
                Standing::Between { lower: end(lower.as_ref()), upper: end(upper.as_ref()), reported: true }
            }
        },
        Content::Blank if blank_is_not_applicable(plan, contents, cell) => Standing::NotApplicable { adds },
        Content::Blank | Content::ForeignMark | Content::Unreadable | Content::Other => unknown(figure),
    }
}

fn unknown(figure: &Figure) -> Standing {
    Standing::Between { lower: end(figure.lower.as_ref()), upper: end(figure.upper.as_ref()), reported: false }
}

fn end(bound: Option<&Bound>) -> End {
    bound.map(|bound| (bound.value.as_big().clone(), bound.open))
}

fn half_unit(places: u8) -> BigRational {
    BigRational::new(BigInt::one(), power_of_ten(usize::from(places)) * 2)
}

/// Whether a blank in this cell means that there is nothing to report.
#[must_use]
pub fn blank_is_not_applicable(plan: &Plan, contents: &[Content], cell: usize) -> bool {
    let Some(said) = &plan.cells[cell].blank else { return false };
    let something_beneath = said.beneath.iter().any(|&below| is_more_than_nothing(plan, &contents[below as usize]));
    let table_holds_something =
        cells_of_table(plan, said.table as usize).into_iter().any(|cell| contents[cell] != Content::Blank);
    !something_beneath && table_holds_something
}

/// The cells of a table: those of a node and of all beneath it. The root is the table of the figures that are its
/// children, with what is beneath them.
fn cells_of_table(plan: &Plan, table: usize) -> Vec<usize> {
    let mut open: Vec<usize> = if plan.nodes[table].parent.is_some() {
        vec![table]
    } else {
        let children = plan.nodes[table].children.iter().map(|&child| child as usize);
        children.filter(|&child| plan.nodes[child].cell.is_some()).collect()
    };
    let mut cells = Vec::new();
    while let Some(node) = open.pop() {
        cells.extend(plan.nodes[node].cell.map(|cell| cell as usize));
        open.extend(plan.nodes[node].children.iter().map(|&child| child as usize));
    }
    cells
}

impl Standing {
    /// Whether it is more than one value.
    #[must_use]
    pub fn is_open_question(&self) -> bool {
        match self {
            Self::Between { lower: Some((lower, false)), upper: Some((upper, false)), .. } => lower != upper,
            Self::Between { .. } => true,
            _ => false,
        }
    }

    /// Points to try: both ends, and with `rich` some between.
    #[must_use]
    pub fn points(&self, rich: bool) -> Vec<BigRational> {
        let Self::Between { lower, upper, .. } = self else { return Vec::new() };
        let low = match lower {
            Some((value, false)) => value.clone(),
            Some((value, true)) => value + close(),
            None => -far(),
        };
        let high = match upper {
            Some((value, false)) => value.clone(),
            Some((value, true)) => value - close(),
            None => far(),
        };
        let mut points = vec![low.clone(), high.clone()];
        if rich {
            let two = BigRational::from_integer(2.into());
            let steps =
                [BigRational::zero(), BigRational::one(), -BigRational::one(), &low + BigRational::one() / &two];
            points.extend(steps.into_iter().filter(|step| *step > low && *step < high));
            points.push((&low + &high) / two);
        }
        points.sort();
        points.dedup();
        points
    }
}
