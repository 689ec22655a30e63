//! Nodes and sections of the plan.

use tallyform::plan::{self, Columns, Layout as Added, Node, Relation, Section, Texts};
use tallyform_schema::model::{self, DimensionId, Form, NodeId};
use tallyform_schema::{Span, names};

use super::layout::{Layout, Origin, Place};
use super::{Places, at_place, languages, number, severities};

/// The nodes, each before what is beneath it.
pub(super) fn lower(form: &Form, layout: &Layout, places: &Places<'_>) -> Vec<Node> {
    let nodes = layout.places.iter().enumerate().map(|(at, place)| {
        let blank = blank(form, layout, places, place);
        match &place.origin {
            Origin::Node(of) => of_the_form(form, layout, at, form.node(*of), blank),
            Origin::Matrix { figure, at } => {
                let figure = form.node(*figure);
                let own = || languages(form, figure.total_label.as_ref().unwrap_or(&figure.label));
                Node { label: at.last().map_or_else(own, |slot| slot_label(form, *slot)), ..blank }
            }
            Origin::Whole { of, dimension } => Node {
                label: slot_label(form, (*dimension, None)),
                layout: Some(Added::Whole(dimension.0)),
                ..own_figure(form, form.node(*of), blank)
            },
            Origin::Rows { of, dimension } => Node {
                label: key_label(form, *dimension),
                layout: layout.section(number(at)).map(Added::Rows),
                ..own_figure(form, form.node(*of), blank)
            },
            Origin::Key { dimension, .. } => {
                Node { label: key_label(form, *dimension), layout: place.section.map(Added::Key), ..blank }
            }
        }
    });
    nodes.collect()
}

/// The rows, each before those in its rows.
pub(super) fn sections(form: &Form, layout: &Layout) -> Vec<Section> {
    let sections = layout.sections.iter().filter_map(|section| {
        let place = layout.place(section.place)?;
        let rows = form.node(section.of).rows.get(section.rows)?;
        let key = form.dimensions.get(rows.dimension.0 as usize)?.key.as_ref()?;
        Some(Section {
            node: section.place,
            dimension: rows.dimension.0,
            pointer: place.pointer.clone(),
            above: section.above,
            key: layout.place(section.key)?.cell?,
            min: key.min,
            max: key.max,
            keys: severities(&rows.keys),
            counts: severities(&rows.counts),
        })
    });
    sections.collect()
}

/// A node that says nothing but where it stands.
fn blank(form: &Form, layout: &Layout, places: &Places<'_>, place: &Place) -> Node {
    // The root has no id; what is generated for it is the report.
    let id = if place.parent.is_none() { "report" } else { place.id.as_str() };
    Node {
        id: place.id.clone(),
        name: names::field(id),
        type_name: names::type_name(id),
        path: place.path.clone(),
        parent: place.parent,
        children: place.children.clone(),
        cell: place.cell,
        label: Texts::new(),
        total_label: None,
        definition: None,
        code: None,
        relation: None,
        whole: None,
        minus: false,
        apart: false,
        at: None,
        total_at: None,
        unprinted: false,
        by: Vec::new(),
        coordinate: place.coordinate.as_ref().map(|coordinate| plan::Coordinate {
            figure: layout.node(coordinate.figure),
            at: super::place(form, &coordinate.at),
        }),
        layout: None,
        first: place.first,
        columns: None,
        series: None,
        place: places.of(span(form, &place.origin)),
    }
}

fn of_the_form(form: &Form, layout: &Layout, at: usize, node: &model::Node, blank: Node) -> Node {
    let texts = |texts: &model::Texts| languages(form, texts);
    let is_first = blank.first.is_none();
    Node {
        // The root has no label of its own: it is called as the form is.
        label: texts(if at == 0 { &form.title } else { &node.label }),
        total_label: node.total_label.as_ref().map(texts),
        definition: node.definition.as_ref().map(texts),
        code: node.code.clone(),
        relation: node.relation.map(relation),
        whole: node.whole.map(|whole| layout.node(whole)),
        minus: node.minus,
        apart: node.apart,
        at: node.at.map(at_place),
        total_at: node.total_at.map(at_place),
        unprinted: !node.printed,
        by: node.by.iter().filter(|_| is_first).map(|dimension| dimension.0).collect(),
        layout: node.is_note.then_some(Added::Note),
        columns: node.columns.map(columns),
        ..blank
    }
}

/// What a figure says of its own figure, for the whole and the rows of an open dimension, where that stands.
fn own_figure(form: &Form, of: &model::Node, blank: Node) -> Node {
    Node {
        total_label: of.total_label.as_ref().map(|label| languages(form, label)),
        total_at: of.total_at.map(at_place),
        ..blank
    }
}

/// What a member or the whole of a dimension is called.
fn slot_label(form: &Form, (dimension, slot): (DimensionId, Option<usize>)) -> Texts {
    let Some(dimension) = form.dimensions.get(dimension.0 as usize) else { return Texts::new() };
    let whole = dimension.total_label.as_ref().unwrap_or(&dimension.label);
    let member = slot.and_then(|member| dimension.members.get(member));
    languages(form, member.map_or(whole, |member| &member.label))
}

/// What the keys of an open dimension are called.
fn key_label(form: &Form, dimension: DimensionId) -> Texts {
    let key = form.dimensions.get(dimension.0 as usize).and_then(|dimension| dimension.key.as_ref());
    languages(form, key.map_or(&model::Texts::default(), |key| &key.label))
}

/// What the form file says of a node.
fn span(form: &Form, origin: &Origin) -> Span {
    let of_node = |node: &NodeId| form.node(*node).span;
    match origin {
        Origin::Node(node) | Origin::Matrix { figure: node, .. } => of_node(node),
        Origin::Whole { of, .. } | Origin::Rows { of, .. } => of_node(of),
        Origin::Key { of, dimension } => {
            let key = form.dimensions.get(dimension.0 as usize).and_then(|dimension| dimension.key.as_ref());
            key.map_or_else(|| of_node(of), |key| key.span)
        }
    }
}

fn relation(relation: model::Relation) -> Relation {
    match relation {
        model::Relation::Parts => Relation::Parts,
        model::Relation::SomeParts => Relation::SomeParts,
        model::Relation::OfWhich => Relation::OfWhich,
        model::Relation::CoveredBy => Relation::CoveredBy,
    }
}

fn columns(columns: model::Columns) -> Columns {
    match columns {
        model::Columns::Items => Columns::Items,
        model::Columns::Members => Columns::Members,
        model::Columns::Both => Columns::Both,
    }
}
