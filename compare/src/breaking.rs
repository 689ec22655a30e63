//! Whom the changes break.

use serde::Serialize;

use crate::change::{Change, Kind, Reach, Subject};
use crate::diff::Difference;
use crate::rule::{Audience, Rule};

/// A change that breaks somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Break<'a> {
    /// The rule that says so.
    pub rule: Rule,
    /// Whom of those that were asked for.
    pub audiences: Vec<Audience>,
    /// The change.
    pub change: &'a Change,
}

/// The changes that break one of these audiences, in the order of the changes.
#[must_use]
pub fn breaks<'a>(difference: &'a Difference, audiences: &[Audience]) -> Vec<Break<'a>> {
    let mut found = Vec::new();
    for change in &difference.changes {
        for rule in rules(change) {
            let broken: Vec<Audience> =
                rule.audiences().iter().copied().filter(|one| audiences.contains(one)).collect();
            if !broken.is_empty() {
                found.push(Break { rule, audiences: broken, change });
            }
        }
    }
    found
}

/// The rules that a change breaks.
fn rules(change: &Change) -> Vec<Rule> {
    let narrower = matches!(change.reach, Some(Reach::Narrower | Reach::Both));
    let wider = matches!(change.reach, Some(Reach::Wider | Reach::Both));
    let is_node = matches!(change.of, Subject::Heading | Subject::Figure | Subject::Field);
    let when = |rule: Rule, is: bool| is.then_some(rule);
    let found = match (change.kind, change.of) {
        (Kind::Gone, Subject::Member) => [Some(Rule::MemberGone), None],
        (Kind::Gone, Subject::Dimension) => [None, None],
        (Kind::Gone, _) if is_node => [Some(Rule::FigureGone), None],
        (Kind::Added, Subject::Member) => [Some(Rule::MemberAdded), None],
        (Kind::Added, Subject::Check) => [when(Rule::CheckAdded, narrower), None],
        (Kind::Added, _) if is_node => [Some(Rule::FigureAdded), when(Rule::RequiredAdded, narrower)],
        (Kind::Renamed | Kind::Moved, _) => [Some(Rule::PathChanged), None],
        (Kind::Split, _) => [Some(Rule::FigureSplit), None],
        (Kind::Merged, _) => [Some(Rule::FiguresMerged), None],
        (Kind::Broken, _) => [Some(Rule::NotComparable), None],
        // The unit itself is judged at each figure that has it.
        (Kind::Unit, Subject::Figure) => [Some(Rule::UnitChanged), None],
        (Kind::Number, _) => [Some(Rule::NumberChanged), None],
        (Kind::Decimals, _) => [when(Rule::PlacesFewer, narrower), when(Rule::Outgrown, change.outgrows)],
        (Kind::Rounded, _) => [Some(Rule::RoundingChanged), None],
        (Kind::Bounds, _) => [when(Rule::BoundsNarrower, narrower), when(Rule::Outgrown, change.outgrows)],
        (Kind::Pattern, _) => [when(Rule::BoundsNarrower, narrower), when(Rule::Outgrown, change.outgrows)],
        (Kind::Type, _) => [Some(Rule::TypeChanged), None],
        (Kind::Codes, _) => [when(Rule::CodeGone, narrower), when(Rule::CodeAdded, wider)],
        (Kind::Takes, _) => [when(Rule::MarkGone, narrower), when(Rule::MarkAdded, wider)],
        (Kind::Meaning, _) | (Kind::Blank, _) => [Some(Rule::MeaningChanged), None],
        (Kind::Required, _) => [when(Rule::RequiredAdded, narrower), when(Rule::RequiredGone, wider)],
        (Kind::Dimensions, _) => [Some(Rule::DimensionsChanged), None],
        (Kind::Blocked, _) => [when(Rule::CellsBlocked, narrower), when(Rule::CellsOpened, wider)],
        (Kind::Rows, _) => [when(Rule::RowsFewer, narrower), None],
        (Kind::Shape, _) => [Some(Rule::ShapeChanged), None],
        (Kind::Relation | Kind::Sign, _) => [Some(Rule::PartsChanged), None],
        (Kind::Statement, _) => [when(Rule::CheckChanged, narrower), None],
        (Kind::Tolerance | Kind::Severity | Kind::Explained, _) => [when(Rule::CheckStricter, narrower), None],
        (Kind::Identity, _) => [Some(Rule::IdentityChanged), None],
        (Kind::Period, _) => [Some(Rule::PeriodChanged), None],
        (Kind::States, _) => [when(Rule::StateGone, narrower), when(Rule::StateAdded, wider)],
        _ => [None, None],
    };
    found.into_iter().flatten().collect()
}
