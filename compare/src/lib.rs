//! Revisions of a form beside one another: what changed, whom it breaks, and which figures are one series.
//!
//! Everything here is made from plans and from nothing else, so that it can be had of published forms as well. There is no
//! IO.
//!
//! [`Difference::between`] lists the changes between two plans by meaning; [`breaks`] judges each for every [`Audience`].
//! [`Crosswalk::new`] tells which figures of a chain of revisions are one series.

mod breaking;
mod cells;
mod chain;
mod change;
mod checks;
mod crosswalk;
mod diff;
mod form;
mod kin;
mod nodes;
mod print;
mod rule;
mod statement;

pub use breaking::{Break, breaks};
pub use chain::{NoChain, chain};
pub use change::{Change, Kind, Reach, Spot, Subject};
pub use crosswalk::{Bond, BondKind, Crosswalk, Kind as SeriesKind, Revision, Row, Standing};
pub use diff::{Difference, How};
pub use print::{Style, markdown, text};
pub use rule::{Audience, NoRule, Rule};
