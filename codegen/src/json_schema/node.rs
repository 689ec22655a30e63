//! The tree of a form as nested objects.

use tallyform::plan::{Content, Layout, Node, Plan, Relation, Texts};

use super::cell::{Definitions, is_required};
use crate::json::{Json, Object};

/// The tree of a plan, as it is written down.
pub(super) struct Tree<'a> {
    pub(super) plan: &'a Plan,
    /// What is said in every state, where this is what one state says on top of it: no titles then, and no keys that say
    /// nothing more.
    pub(super) base: Option<&'a Plan>,
    /// What ends the names of shared definitions.
    pub(super) suffix: String,
}

/// What the objects beneath a node say: `properties`, `required`, `additionalProperties`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Members {
    pub(super) properties: Object,
    pub(super) required: Vec<String>,
}

impl Members {
    fn add(&mut self, key: &str, schema: Option<(bool, Object)>) {
        let Some((required, schema)) = schema else { return };
        self.properties = std::mem::take(&mut self.properties).with(key, schema);
        if required {
            self.required.push(key.to_owned());
        }
    }

    fn is_empty(&self) -> bool {
        self.properties.is_empty() && self.required.is_empty()
    }

    /// `properties` and `required`.
    fn open(self) -> Object {
        let required = (!self.required.is_empty()).then(|| self.required.into_iter().collect::<Json>());
        Object::new().with("properties", self.properties).with_some("required", required)
    }
}

impl<'a> Tree<'a> {
    /// The keys of a node's object, its own figure first. The key of a row is left out.
    pub(super) fn members(&self, node: &Node, definitions: &mut Definitions) -> Members {
        let mut members = Members { properties: Object::new(), required: Vec::new() };
        if node.cell.is_some() {
            members.add("total", self.cell(node, true, definitions));
        }
        let children = || node.children.iter().filter_map(|child| at(&self.plan.nodes, *child));
        let is_open = |child: &&Node| match child.layout {
            Some(Layout::Whole(_)) => !child.children.is_empty(),
            Some(Layout::Rows(_)) => true,
            _ => false,
        };
        // The whole of an open dimension, where that is an object, and its rows: each is looked at once.
        let open: Vec<Members> = children().filter(is_open).map(|child| self.members(child, definitions)).collect();
        let shared = match open.as_slice() {
            [whole, rows] if whole == rows && !whole.is_empty() => {
                let schema = Object::new().with("type", kind(false)).extended(whole.clone().open());
                let name = if node.path.is_empty() { "all" } else { node.path.as_str() };
                Some(definitions.share(&format!("{name}{}", self.suffix), schema))
            }
            _ => None,
        };
        let mut open = open.into_iter();
        for child in children() {
            let schema = match child.layout {
                Some(Layout::Key(_)) => continue,
                Some(Layout::Rows(_)) => {
                    open.next().and_then(|inside| self.rows(child, inside, shared.as_deref(), definitions))
                }
                _ if child.children.is_empty() => self.cell(child, false, definitions),
                Some(Layout::Whole(_)) => open.next().and_then(|inside| self.whole(child, inside, shared.as_deref())),
                _ => self.object(child, definitions),
            };
            members.add(&child.id, schema);
        }
        members
    }

    /// The keywords of an object. Keys that the form lacks are refused, once.
    pub(super) fn closed(&self, members: Members) -> Object {
        members.open().with_some("additionalProperties", self.refuses())
    }

    /// What no keyword says is refused by what holds in every state, and need not be said again.
    fn refuses(&self) -> Option<bool> {
        self.base.is_none().then_some(false)
    }

    /// A heading, or a figure with children. It may be left out where nothing beneath it must be there.
    fn object(&self, node: &Node, definitions: &mut Definitions) -> Option<(bool, Object)> {
        let members = self.members(node, definitions);
        if self.base.is_some() && members.is_empty() {
            return None;
        }
        let required = !members.required.is_empty();
        let kind = kind(required);
        if self.is_matrix(node) {
            let schema = Object::new().with("type", kind).extended(self.closed(members));
            let name = self.matrix_name(node);
            let shared = Object::new().with("$ref", definitions.share(&name, schema));
            return Some((required, shared.extended(self.annotation(node, self.unit_beneath(node)))));
        }
        let schema =
            Object::new().with("type", kind).extended(self.annotation(node, None)).extended(self.closed(members));
        Some((required, schema))
    }

    /// The whole of an open dimension: what its rows hold, but for the key.
    fn whole(&self, node: &Node, inside: Members, shared: Option<&str>) -> Option<(bool, Object)> {
        if self.base.is_some() && inside.is_empty() {
            return None;
        }
        let required = !inside.required.is_empty();
        let title =
            if self.base.is_some() { Object::new() } else { texts(self.plan, &node.label, None, Object::new()) };
        let schema = Object::new().with("type", kind(required)).extended(title);
        let schema = match shared {
            Some(shared) => schema.with("$ref", shared).with_some("unevaluatedProperties", self.refuses()),
            None => schema.extended(self.closed(inside)),
        };
        Some((required, schema))
    }

    /// The rows of an open dimension.
    fn rows(
        &self,
        node: &Node,
        inside: Members,
        shared: Option<&str>,
        definitions: &mut Definitions,
    ) -> Option<(bool, Object)> {
        let mut key = Members { properties: Object::new(), required: Vec::new() };
        for child in node.children.iter().filter_map(|child| at(&self.plan.nodes, *child)) {
            if matches!(child.layout, Some(Layout::Key(_))) {
                key.add(&child.id, self.cell(child, false, definitions));
            }
        }
        if self.base.is_some() && inside.is_empty() && key.is_empty() {
            return None;
        }
        let item = Object::new().with("type", "object");
        let item = match shared {
            Some(shared) => {
                let own = if key.is_empty() { Object::new() } else { key.open() };
                item.with("$ref", shared).extended(own).with_some("unevaluatedProperties", self.refuses())
            }
            None => {
                key.properties = key.properties.extended(inside.properties);
                key.required.extend(inside.required);
                item.extended(self.closed(key))
            }
        };
        Some((false, Object::new().with("type", super::or_null("array")).with("items", item)))
    }

    /// A node's own cell: whether it must be there, and its schema. `inside` its object, where it has one.
    fn cell(&self, node: &Node, inside: bool, definitions: &mut Definitions) -> Option<(bool, Object)> {
        let number = node.cell?;
        let cell = at(&self.plan.cells, number)?;
        let required = is_required(cell);
        let reference = definitions.refer(self.plan, cell);
        if let Some(base) = self.base {
            let before = at(&base.cells, number)?;
            let same = definitions.refer(base, before) == reference;
            return (!same || required != is_required(before))
                .then(|| (required, Object::new().with_some("$ref", reference)));
        }
        let schema = Object::new().with_some("$ref", reference);
        // What is the same at every figure with the dimension bears no one's name.
        let whole = self.last_dimension(node).filter(|_| inside && self.is_matrix(node));
        if whole.is_some() || self.place(node).is_some() {
            let label = whole.map_or(&node.label, |dimension| &dimension.label);
            return Some((required, schema.extended(texts(self.plan, label, None, Object::new()))));
        }
        let own = Object::new().with("path", node.path.as_str()).with_some("unit", self.unit(number));
        // What is said of the node stands at its object, where it has one.
        let annotation = if inside { own } else { own.extended(self.official(node)) };
        let definition = node.definition.as_ref().filter(|_| !inside);
        let figure = node.coordinate.as_ref().and_then(|coordinate| at(&self.plan.nodes, coordinate.figure));
        let named = if inside && node.layout.is_some() { figure.unwrap_or(node) } else { node };
        let label = named.total_label.as_ref().filter(|_| inside || node.layout.is_none()).unwrap_or(&named.label);
        Some((required, schema.extended(texts(self.plan, label, definition, annotation))))
    }

    fn unit(&self, cell: u32) -> Option<&'a str> {
        match &at(&self.plan.cells, cell)?.content {
            Content::Figure(figure) => at(&self.plan.units, figure.unit).map(|unit| unit.id.as_str()),
            _ => None,
        }
    }

    /// The unit of the cells of a matrix.
    fn unit_beneath(&self, node: &Node) -> Option<&'a str> {
        let own = node.cell.and_then(|cell| self.unit(cell));
        own.or_else(|| {
            let mut children = node.children.iter().filter_map(|child| at(&self.plan.nodes, *child));
            children.find_map(|child| self.unit_beneath(child))
        })
    }

    /// The figure in whose matrix a node is a place, where it is not the figure itself.
    fn place(&self, node: &Node) -> Option<&'a Node> {
        let coordinate = node.coordinate.as_ref().filter(|_| node.layout.is_none())?;
        at(&self.plan.nodes, coordinate.figure).filter(|figure| figure.path != node.path)
    }

    /// Whether everything beneath a node, but for a key, is a place in the matrix of one figure.
    fn is_matrix(&self, node: &Node) -> bool {
        let children = node.children.iter().filter_map(|child| at(&self.plan.nodes, *child));
        let mut places = children.filter(|child| !matches!(child.layout, Some(Layout::Key(_)))).peekable();
        places.peek().is_some() && places.all(|child| self.place(child).is_some())
    }

    /// The closed dimensions of a figure that stand beneath a node of its matrix, by their numbers.
    fn dimensions_beneath(&self, node: &Node) -> Vec<u32> {
        let mut children = node.children.iter().filter_map(|child| at(&self.plan.nodes, *child));
        let figure = children.find_map(|child| self.place(child));
        let bound = self.place(node).and(node.coordinate.as_ref());
        let by = figure.map(|figure| figure.by.as_slice()).unwrap_or_default();
        let dimension = |number: &u32| at(&self.plan.dimensions, *number);
        let is_beneath = |number: &&u32| {
            dimension(number).is_some_and(|dimension| {
                dimension.key.is_none() && !bound.is_some_and(|bound| bound.at.contains_key(&dimension.id))
            })
        };
        by.iter().filter(is_beneath).copied().collect()
    }

    /// The dimension along which a node's own cell is the whole.
    fn last_dimension(&self, node: &Node) -> Option<&'a tallyform::plan::Dimension> {
        self.dimensions_beneath(node).last().and_then(|number| at(&self.plan.dimensions, *number))
    }

    fn matrix_name(&self, node: &Node) -> String {
        let dimensions = self.dimensions_beneath(node);
        let ids = dimensions.iter().filter_map(|number| at(&self.plan.dimensions, *number));
        let ids: Vec<&str> = ids.map(|dimension| dimension.id.as_str()).collect();
        format!("by_{}{}", ids.join("_"), self.suffix)
    }

    /// Title, description and annotation of a heading or figure.
    fn annotation(&self, node: &Node, unit: Option<&str>) -> Object {
        if self.base.is_some() {
            return Object::new();
        }
        let own = Object::new().with("path", node.path.as_str()).with_some("unit", unit);
        texts(self.plan, &node.label, node.definition.as_ref(), own.extended(self.official(node)))
    }

    /// The official number of a node and how it stands to its whole, where the form says so.
    fn official(&self, node: &Node) -> Object {
        let whole = node.whole.and_then(|whole| at(&self.plan.nodes, whole)).map(|whole| whole.path.as_str());
        Object::new()
            .with_some("code", node.code.as_deref())
            .with_some("relation", node.relation.map(Relation::as_str))
            .with_some("whole", whole)
            .with_some("minus", node.minus.then_some(true))
            .with_some("apart", node.apart.then_some(true))
    }
}

/// An object, which may be left out where nothing in it must be there.
fn kind(required: bool) -> Json {
    if required { "object".into() } else { super::or_null("object") }
}

/// Title and description in the first language, the others in the annotation.
pub(super) fn texts(plan: &Plan, label: &Texts, definition: Option<&Texts>, annotation: Object) -> Object {
    let first = plan.languages.first().map_or("", String::as_str);
    let annotation = annotation
        .with_some("labels", others(label, first))
        .with_some("definitions", definition.and_then(|definition| others(definition, first)));
    Object::new()
        .with_some("title", label.get(first).map(String::as_str).filter(|title| !title.is_empty()))
        .with_some("description", definition.and_then(|definition| definition.get(first)).map(String::as_str))
        .with_some(super::ANNOTATION, annotation.some())
}

/// A text in the other languages, where it is another one.
fn others(texts: &Texts, first: &str) -> Option<Object> {
    let said = texts.get(first);
    let others = texts.iter().filter(|(language, text)| language.as_str() != first && Some(*text) != said);
    others.fold(Object::new(), |object, (language, text)| object.with(language.as_str(), text.as_str())).some()
}

/// The item of this number.
pub(super) fn at<T>(items: &[T], number: u32) -> Option<&T> {
    items.get(usize::try_from(number).ok()?)
}
