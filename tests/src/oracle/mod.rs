//! A second evaluator that decides by trying.
//!
//! It takes a plan and a report and says what may become of every statement, by taking true values out of the set that
//! each cell stands for and working the statement out at each of these points. It knows no intervals.
//!
//! # Why trying a few points is enough
//!
//! Let `d` be left less right of a comparison, as a function of the cells that are not one point. Say that every such
//! cell occurs once, and that `d` is made by adding, subtracting, scaling, `min` and `max`. Then `d` is continuous, and
//! in each cell alone it only rises or only falls. So its least and greatest values lie where every cell is at one of
//! its two ends, and these corners are all tried. Three things remain.
//!
//! *Open ends* are never reached. They are stood for by a value that is [`domain::close`] from the end. All numbers in
//! plans and reports here have few digits, so that two different values of `d` at ends differ by far more than what
//! the distances add up to: the sign of `d` at such a corner is its sign everywhere near the end.
//!
//! *No end.* Infinity is stood for by [`domain::far`], which exceeds all that other cells could add up to.
//!
//! *Equality* is met between two corners. The sets of the cells are connected and `d` is continuous, so where `d` is
//! below at one point and above at another it is equal at some point between. Only this step is not by trying.
//!
//! Where a cell occurs twice, or in products and quotients of cells that are no points, the points tried can only show
//! that a statement may hold or may fail. Then whatever the points do not contradict is allowed, and so is
//! 'undetermined' ([`comparison::allowed`]).
//!
//! # Why writing a report out is enough
//!
//! Plans speak of rows, of earlier reports and of orders. None of that is judged here: [`flat`] gives every cell that a
//! check reads a number of its own, be it of a row, of the earlier report or of a row that is nowhere, and [`written`]
//! writes a statement out over these numbers, once for each key and with one operand for each row. What is judged then is
//! a statement over plain cells.

pub mod comparison;
pub mod content;
pub mod domain;
pub mod expression;
pub mod flat;
mod lists;
pub mod rows;
pub mod single;
mod spread;
pub mod statement;
pub mod verdicts;
pub mod written;

pub use domain::Standing;
pub use rows::Side;
pub use statement::{Truth, Truths, judge};
pub use verdicts::{Verdict, Verdicts, verdicts};
