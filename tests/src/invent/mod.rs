//! Random forms and reports, small enough to read when a test fails.

mod check;
mod plan;
mod report;

pub use plan::plan;
pub use report::{report, set};

use num_rational::BigRational;
use tallyform::exact::Ratio;

fn ratio(numerator: i64, denominator: i64) -> Ratio {
    Ratio::from(BigRational::new(numerator.into(), denominator.into()))
}
