//! The series of figures and members through the revisions of a form.

use tallyform::plan::Plan;

/// Names the series of a plan after those of the revision before.
pub(super) fn name(_before: &Plan, _plan: &mut Plan) {}
