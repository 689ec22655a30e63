//! Cells: what they hold, and what their blanks depend on.

use tallyform::plan::{BlankIsNotApplicable, Cell, CellChecks, CodesOf, Content, Figure, Remark};
use tallyform_schema::Diagnostic;
use tallyform_schema::model::{self, Form, NodeId};

use super::layout::{Layout, Origin, Place};
use super::{beneath, languages, rule, severities, units};

/// Every cell, in the order of the nodes.
///
/// # Errors
///
/// Where too many cells stand beneath others.
pub(super) fn lower(form: &Form, layout: &Layout) -> Result<Vec<Cell>, Box<Diagnostic>> {
    let mut beneath = beneath::lower(form, layout)?;
    let cells = layout.cells.iter().enumerate().filter_map(|(at, number)| {
        let place = layout.place(*number)?;
        let holds = place.holds?;
        let node = form.node(holds);
        let cell = match &place.origin {
            Origin::Key { dimension, .. } => &node.rows.iter().find(|rows| rows.dimension == *dimension)?.key,
            _ => node.cell.as_ref()?,
        };
        Some(Cell {
            node: *number,
            pointer: pointer(place),
            // The own figure of rows stands in them.
            section: layout.section(*number).or(place.section),
            content: content(form, layout, &cell.content),
            takes: cell.takes.iter().map(|mark| mark.0).collect(),
            blank: cell.blank_is_not_applicable.then(|| BlankIsNotApplicable {
                beneath: beneath.get_mut(at).map(std::mem::take).unwrap_or_default(),
                table: table(form, layout, *number),
            }),
            checks: CellChecks {
                required: cell.required.as_ref().map(severities),
                kind: cell.kind.as_ref().map(severities),
                marks: cell.marks.as_ref().map(severities),
                places: cell.places.as_ref().map(severities),
                bounds: cell.bounds.as_ref().map(severities),
            },
            remarks: cell.remarks.iter().map(|remark| self::remark(form, layout, remark)).collect(),
        })
    });
    Ok(cells.collect())
}

/// The pointer of a node's own cell. With children beneath, the node itself is an object and its own cell is a key of it.
fn pointer(place: &Place) -> String {
    match (&place.origin, place.children.is_empty()) {
        (Origin::Rows { .. }, _) => "/total".to_owned(),
        (_, true) => place.pointer.clone(),
        (_, false) => format!("{}/total", place.pointer),
    }
}

fn remark(form: &Form, layout: &Layout, remark: &model::Remark) -> Remark {
    Remark {
        check: remark.check.clone(),
        message: rule::message(form, layout, remark.message.as_ref(), &remark.placeholders),
        because: remark.because.as_ref().map(|because| languages(form, because)),
    }
}

fn content(form: &Form, layout: &Layout, content: &model::Content) -> Content {
    match content {
        model::Content::Figure(figure) => Content::Figure(Figure {
            unit: figure.unit.0,
            decimals: figure.decimals,
            lower: units::bound(figure.lower.as_ref()),
            upper: units::bound(figure.upper.as_ref()),
            rounded: figure.rounded,
        }),
        model::Content::Text { pattern, max_length } => {
            Content::Text { pattern: pattern.clone(), max_length: *max_length }
        }
        model::Content::Date => Content::Date {},
        model::Content::Year => Content::Year {},
        model::Content::Bool => Content::Bool {},
        model::Content::Code { of: model::CodesOf::List(list), many } => {
            let list = form.codes.get(*list).map(|list| list.id.clone()).unwrap_or_default();
            Content::Code { of: CodesOf::List(list), many: *many }
        }
        model::Content::Code { of: model::CodesOf::Field(field), many } => {
            Content::Code { of: CodesOf::Field(layout.cell(*field).unwrap_or_default()), many: *many }
        }
    }
}

/// The child of the root under which a node stands; the root itself where that child is a figure, since the figures that
/// are children of the root are one table. Where the root has rows, its children stand in its `total` and its `rows`, and
/// these stand for the root.
fn table(form: &Form, layout: &Layout, place: u32) -> u32 {
    let root = NodeId(0);
    let mut top = place;
    loop {
        let Some(above) = layout.place(top).and_then(|place| place.parent) else { return 0 };
        match layout.place(above).map(|place| &place.origin) {
            Some(Origin::Node(node)) if *node == root => break,
            Some(Origin::Whole { of, .. } | Origin::Rows { of, .. }) if *of == root => break,
            _ => top = above,
        }
    }
    let above = layout.place(top).and_then(|place| place.parent).unwrap_or(0);
    match layout.place(top).map(|place| &place.origin) {
        Some(Origin::Node(node)) if !beneath::is_figure(form.node(*node)) => top,
        Some(Origin::Node(_)) | None => above,
        // The root's own rows: of their key.
        Some(_) => top,
    }
}
