//! Statuses of figures, in the codes of SDMX.

use crate::cell::{Cell, Misfit};
use crate::plan::{Meaning, Plan};

/// What kind of thing stands in a cell, in codes of the SDMX code list `CL_OBS_STATUS` (version 2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// `A`, normal value: what the cell is for.
    Normal,
    /// `O`, missing value: a blank.
    Missing,
    /// `M`, missing value, data cannot exist: a mark that means 'not applicable'.
    NotApplicable,
    /// `L`, missing value, data exist but were not collected: a mark that says a range, such as `<1`.
    Range,
    /// `Q`, missing value, suppressed: a mark that says a figure is withheld.
    Suppressed,
    /// `V`, unvalidated value, as received from the respondent: what does not fit the cell, as its JSON text.
    Unvalidated,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Normal, Self::Missing, Self::NotApplicable, Self::Range, Self::Suppressed, Self::Unvalidated];

    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "A",
            Self::Missing => "O",
            Self::NotApplicable => "M",
            Self::Range => "L",
            Self::Suppressed => "Q",
            Self::Unvalidated => "V",
        }
    }

    /// The status of a code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The status of what stands in a cell.
    pub(super) fn of(plan: &Plan, cell: &Cell) -> Self {
        match cell {
            Cell::Blank => Self::Missing,
            Cell::Other(_) => Self::Unvalidated,
            Cell::Mark(mark) => Self::of_mark(plan, *mark),
            _ => Self::Normal,
        }
    }

    fn of_mark(plan: &Plan, mark: u32) -> Self {
        match plan.marks.get(mark as usize).map(|mark| &mark.meaning) {
            Some(Meaning::Range { .. }) => Self::Range,
            Some(Meaning::Suppressed { .. }) => Self::Suppressed,
            Some(Meaning::NotApplicable) | None => Self::NotApplicable,
        }
    }

    /// Whether this is what a mark means that stands in a cell that does not take it. Who wrote the table knew the mark
    /// and not the cell; that the cell does not take it is found when the report is judged.
    pub(super) fn is_of_foreign_mark(self, plan: &Plan, cell: &Cell) -> bool {
        match cell {
            Cell::Other(other) => matches!(other.misfit, Misfit::Mark(mark) if Self::of_mark(plan, mark) == self),
            _ => false,
        }
    }

    /// Whether a line may say this status of something whose own status is `other`.
    ///
    /// A normal value is what every table says of whatever somebody wrote into a cell, so it also stands for ranges and
    /// for what turns out not to fit.
    pub(super) fn may_be(self, other: Self) -> bool {
        self == other || (self == Self::Normal && matches!(other, Self::Range | Self::Unvalidated))
    }
}
