//! What generated code is made of: typed cells, exact figures with a unit, and structs that are a stretch of the flat
//! array of a report.

mod along;
mod carry;
mod cell;
mod content;
mod entry;
mod findings;
mod form;
pub mod nested;
mod part;
mod print;
mod quantity;
#[cfg(feature = "schemars")]
pub mod schema;
mod tree;
mod unit;
mod walk;
mod whole;

pub use along::{Along, Each, debug_along, deserialize_along, member, member_mut, members, serialize_along};
pub use carry::{Carried, NotCarried, Way, follows};
pub use cell::{Cell, NeitherFigureNorMark, Token};
pub use content::{Alone, Code, Codes, Content, Day, Text, Year, YesNo};
pub use entry::{Entries, Entry};
pub use findings::Findings;
pub use form::{Form, INTERFACE, made_for};
pub use part::{Fill, Part, Show, copy, debug, display, equal, table};
pub use quantity::Quantity;
pub use unit::{ConvertsTo, Counts, ExactlyTo, Unit};
pub use whole::{
    Around, AroundMut, Whole, deserialize, entries, flat, from_json, serialize, to_json, typed, validate,
    validate_beside,
};
