//! Parts of a report through serde, each where a field asks for it:
//!
//! ```ignore
//! #[derive(serde::Serialize, serde::Deserialize)]
//! struct Answer {
//!     #[serde(with = "tallyform::typed::nested")]
//!     received: disclosure_2017::requests::Received,
//! }
//! ```
//!
//! Whole reports have serde's traits. Their parts do without, because two more of them for every struct make a large
//! form compile nearly a third longer.

use serde::de::{DeserializeSeed, Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};

use crate::cell::Cell;
use crate::plan::Layout;
use crate::read::PartSeed;
use crate::report::{Nesting, Report, Row};
use crate::typed::part::{flat, from_flat};
use crate::typed::whole::{OneLine, fits};
use crate::typed::{Form, Part, Whole, tree};

/// Writes a part as the whole report's canonical JSON has it; as the text of that JSON where people do not read the
/// format.
///
/// # Errors
/// Where the serializer does.
pub fn serialize<P: Part, S: Serializer>(part: &P, serializer: S) -> Result<S::Ok, S::Error> {
    let form = P::Report::form();
    let report = flat(part);
    let nesting = Nesting::of(&report);
    let tree = tree::Tree::new(form.validator(), &report, &nesting, P::NODE);
    if serializer.is_human_readable() {
        tree.serialize(serializer)
    } else {
        serializer.serialize_str(&serde_json::to_string(&tree).map_err(S::Error::custom)?)
    }
}

/// Reads a part, as [`serialize`] writes it.
///
/// # Errors
/// Where the deserializer does, and where there is what the typed part cannot hold: its first finding.
pub fn deserialize<'de, P: Part, D: Deserializer<'de>>(deserializer: D) -> Result<P, D::Error> {
    let form = P::Report::form();
    let seed = PartSeed(form.validator(), P::NODE);
    let report = if deserializer.is_human_readable() {
        seed.deserialize(deserializer)?
    } else {
        let json = String::deserialize(deserializer)?;
        let mut json = serde_json::Deserializer::from_str(&json);
        let report = seed.deserialize(&mut json).map_err(D::Error::custom)?;
        json.end().map_err(D::Error::custom)?;
        report
    };
    let part = from_flat(&report);
    fits(form, &around(form, P::NODE, report)).map_err(|findings| D::Error::custom(OneLine(&findings)))?;
    Ok(part)
}

/// A report that holds a part and is blank around it. A part in rows has one row of its own around it.
fn around(form: &'static Form, node: u32, part: Report) -> Report {
    let plan = form.plan();
    let mut report = Report { cells: vec![Cell::Blank; plan.cells.len()], ..part };
    let mut section = None;
    let mut at = Some(node);
    while let (None, Some(node)) = (section, at.and_then(|at| plan.nodes.get(at as usize))) {
        section = if let Some(Layout::Rows(section)) = node.layout { Some(section) } else { None };
        at = node.parent;
    }
    let put = |cells: &mut [Cell], first: usize, part: Vec<Cell>| {
        let start = form.span(node).start.saturating_sub(first);
        cells.iter_mut().skip(start).zip(part).for_each(|(slot, cell)| *slot = cell);
    };
    let mut part = Some(part.cells);
    while let Some(known) = section.and_then(|section| plan.sections.get(section as usize)) {
        let span = form.span(known.node);
        let mut cells = vec![Cell::Blank; span.len()];
        put(&mut cells, span.start, part.take().unwrap_or_default());
        if let Some(rows) = section.and_then(|section| report.rows.get_mut(section as usize)) {
            *rows = vec![Row { above: 0, cells }];
        }
        section = known.above;
    }
    put(&mut report.cells, 0, part.unwrap_or_default());
    report
}
