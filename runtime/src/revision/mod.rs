//! Two revisions of a form: what became of each figure, and reports of the one as reports of the other.

mod address;
mod around;
mod follow;
mod joined;
mod kin;
mod left;
mod lineage;
mod migration;
mod place;
mod rows;
mod sums;
mod way;
mod work;

pub(crate) use address::Addresses;
pub use left::{Left, Migrated, Why};
pub use lineage::{Ancestry, Became, Lineage, NotNext};
pub use migration::Migration;
