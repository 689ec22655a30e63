//! Which node is which struct or field, and what each is called.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tallyform::plan::{self, Content, Node, Plan};

use super::Unprintable;
use super::matrix::{self, Shape};
use super::names::Scope;

/// The names of everything in a form's module, decided before anything is printed.
#[derive(Debug)]
pub(super) struct Layout<'a> {
    pub(super) plan: &'a Plan,
    /// By node: its struct, and the module of the structs beneath it. Only nodes with children have them that are no
    /// matrix.
    pub(super) structs: Vec<Option<(Ident, Ident)>>,
    /// By node: its field in the struct above.
    pub(super) fields: Vec<Option<Ident>>,
    /// By unit: its type.
    pub(super) units: Vec<Ident>,
    /// By node: its matrix, of those that are one.
    shapes: Vec<Option<Shape>>,
    /// By dimension: its struct.
    pub(super) dimensions: BTreeMap<u32, matrix::Names>,
}

/// Fields of `Report` that every form has.
pub(super) const AROUND: [&str; 3] = ["period", "stray", "explanations"];

impl<'a> Layout<'a> {
    pub(super) fn new(plan: &'a Plan) -> Result<Self, Unprintable> {
        let shapes = matrix::shapes(plan);
        let dimensions = matrix::names(plan, &shapes)?;
        let mut layout = Self { plan, structs: Vec::new(), fields: Vec::new(), units: Vec::new(), shapes, dimensions };
        layout.structs.resize(plan.nodes.len(), None);
        layout.fields.resize(plan.nodes.len(), None);
        layout.check_order()?;
        for (index, node) in plan.nodes.iter().enumerate() {
            let root = index == 0;
            // Fields: `total` comes first, so that no child takes its name.
            let own: &[&str] = if node.cell.is_some() { &["total"] } else { &[] };
            let mut fields = if root { Scope::new(&layout.around()) } else { Scope::new(own) };
            // Structs and modules share one namespace. Structs come first: a script without cases writes both alike.
            let mut items = if root { Scope::new(&["Report", "unit", "by"]) } else { Scope::default() };
            for child in layout.children(node) {
                let name = fields.name(&layout.node(child)?.name)?;
                set(&mut layout.fields, child, name);
            }
            let above: Vec<u32> = layout.children(node).into_iter().filter(|child| layout.is_struct(*child)).collect();
            let mut types = Vec::new();
            for &child in &above {
                let below = layout.node(child)?;
                // There are many of them, each of which is one.
                let is_row = matches!(below.layout, Some(plan::Layout::Rows(_)));
                types.push(items.name(if is_row { "Row" } else { &below.type_name })?);
            }
            for (child, name) in above.into_iter().zip(types) {
                let module = items.name(&layout.node(child)?.name)?;
                set(&mut layout.structs, child, (name, module));
            }
        }
        let mut units = Scope::default();
        for unit in &plan.units {
            layout.units.push(units.name(&unit.type_name)?);
        }
        Ok(layout)
    }

    /// Cells of a struct are one stretch of the array only where nodes and cells stand in form order.
    fn check_order(&self) -> Result<(), Unprintable> {
        let mut open = vec![0_u32];
        let (mut nodes, mut cells) = (0_u32, 0_u32);
        while let Some(index) = open.pop() {
            let node = self.node(index)?;
            if index != nodes || node.cell.is_some_and(|cell| cell != cells) {
                return Err(Unprintable(format!("node {index} of the plan is not in form order")));
            }
            nodes += 1;
            cells += u32::from(node.cell.is_some());
            open.extend(node.children.iter().rev());
        }
        Ok(())
    }

    pub(super) fn node(&self, index: u32) -> Result<&'a Node, Unprintable> {
        let node = self.plan.nodes.get(index as usize);
        node.ok_or_else(|| Unprintable(format!("the plan has no node {index}")))
    }

    fn children(&self, node: &Node) -> Vec<u32> {
        node.children.clone()
    }

    /// Fields of the report that are none of its nodes.
    fn around(&self) -> Vec<&'static str> {
        let state = (!self.plan.states.is_empty()).then_some("state");
        AROUND.into_iter().chain(state).collect()
    }

    /// Whether the node has a struct of its own.
    pub(super) fn is_struct(&self, index: u32) -> bool {
        let has_children = self.plan.nodes.get(index as usize).is_some_and(|node| !node.children.is_empty());
        has_children && self.matrix(index).is_none()
    }

    /// The matrix that the node is, where the struct of a dimension stands for it.
    pub(super) fn matrix(&self, index: u32) -> Option<&Shape> {
        let shape = self.shapes.get(index as usize).and_then(Option::as_ref);
        shape.filter(|shape| !shape.dimensions.is_empty())
    }

    pub(super) fn field(&self, index: u32) -> Result<&Ident, Unprintable> {
        let field = self.fields.get(index as usize).and_then(Option::as_ref);
        field.ok_or_else(|| Unprintable(format!("node {index} of the plan is beneath no other")))
    }

    pub(super) fn names(&self, index: u32) -> Result<&(Ident, Ident), Unprintable> {
        let names = self.structs.get(index as usize).and_then(Option::as_ref);
        names.ok_or_else(|| Unprintable(format!("node {index} of the plan has nothing beneath it")))
    }

    /// What the cell of this number holds, as a type named from `depth` modules beneath the form's.
    pub(super) fn content(&self, cell: u32, depth: usize) -> Result<TokenStream, Unprintable> {
        let cell = self.plan.cells.get(cell as usize);
        Ok(
            match &cell.ok_or_else(|| Unprintable("a node of the plan names a cell that it lacks".to_owned()))?.content
            {
                Content::Figure(figure) => {
                    let unit = self.units.get(figure.unit as usize);
                    let unit = unit.ok_or_else(|| Unprintable(format!("the plan has no unit {}", figure.unit)))?;
                    let up = up(depth);
                    quote!(#up unit::#unit)
                }
                Content::Text { .. } => quote!(::tallyform::typed::Text),
                Content::Date {} => quote!(::tallyform::typed::Day),
                Content::Year {} => quote!(::tallyform::typed::Year),
                Content::Bool {} => quote!(::tallyform::typed::YesNo),
                Content::Code { many: false, .. } => quote!(::tallyform::typed::Code),
                Content::Code { many: true, .. } => quote!(::tallyform::typed::Codes),
            },
        )
    }
}

fn set<T>(list: &mut [Option<T>], index: u32, value: T) {
    if let Some(slot) = list.get_mut(index as usize) {
        *slot = Some(value);
    }
}

/// `super::` so many times.
pub(super) fn up(depth: usize) -> TokenStream {
    std::iter::repeat_n(quote!(super::), depth).collect()
}
