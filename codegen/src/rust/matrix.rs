//! Matrices of closed dimensions: one generic struct for each dimension, in the module `by`.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use tallyform::plan::{Node, Plan, TOTAL};
use tallyform_schema::names::type_name;

use super::layout::Layout;
use super::names::Scope;
use super::{Unprintable, docs};

/// What stands at a node of a matrix that has a cell at every place of its dimensions.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shape {
    /// The dimensions whose places are children of the node and further beneath it, the outermost first.
    pub(super) dimensions: Vec<u32>,
    /// The first cell of it. All are of one figure, so that they hold the same.
    pub(super) cell: u32,
}

/// The nodes at which the struct of a dimension stands, with its shape. A node whose matrix lacks cells is none of them.
pub(super) fn shapes(plan: &Plan) -> Vec<Option<Shape>> {
    let mut shapes: Vec<Option<Shape>> = vec![None; plan.nodes.len()];
    // Children stand after their parents: backwards, each is known before the node above it.
    for (index, node) in plan.nodes.iter().enumerate().rev() {
        let shape = if node.children.is_empty() {
            node.cell.map(|cell| Shape { dimensions: Vec::new(), cell })
        } else {
            matrix(plan, node, &shapes)
        };
        if let Some(slot) = shapes.get_mut(index) {
            *slot = shape;
        }
    }
    shapes
}

/// The shape of a node with children.
fn matrix(plan: &Plan, node: &Node, shapes: &[Option<Shape>]) -> Option<Shape> {
    let child = |index: u32| plan.nodes.get(index as usize);
    let last = child(*node.children.last()?)?;
    let coordinate = last.coordinate.as_ref()?;
    let figure = plan.nodes.get(coordinate.figure as usize)?;
    let above = node.coordinate.as_ref().map(|coordinate| &coordinate.at);
    // The dimension in which the children go further than the node.
    let is_next = |dimension: &&u32| {
        plan.dimensions.get(**dimension as usize).is_some_and(|known| {
            let before = above.and_then(|at| at.get(&known.id)).map(String::as_str);
            coordinate.at.get(&known.id) == Some(&last.id) && matches!(before, None | Some(TOTAL))
        })
    };
    let dimension = *figure.by.iter().find(is_next)?;
    let known = plan.dimensions.get(dimension as usize).filter(|known| known.key.is_none())?;
    let own = node.cell.map(|cell| Shape { dimensions: Vec::new(), cell });
    let has_own = own.is_some();
    let mut all = own.into_iter().map(Some).chain(node.children.iter().map(|at| shapes.get(*at as usize)?.clone()));
    let first = all.next()??;
    if !all.all(|shape| shape.is_some_and(|shape| shape.dimensions == first.dimensions)) {
        return None;
    }
    let whole = (known.has_whole && !has_own).then_some(TOTAL);
    let expected = whole.into_iter().chain(known.members.iter().map(|member| member.id.as_str()));
    let is_place = |at: &u32| {
        let of = child(*at).filter(|below| below.by.is_empty() && below.layout.is_none());
        of.and_then(|below| below.coordinate.as_ref()).is_some_and(|at| at.figure == coordinate.figure)
    };
    let found = node.children.iter().map(|at| child(*at).map_or("", |below| &below.id));
    if has_own && !known.has_whole || !expected.eq(found) || !node.children.iter().all(is_place) {
        return None;
    }
    let dimensions = std::iter::once(dimension).chain(first.dimensions).collect();
    Some(Shape { dimensions, cell: first.cell })
}

/// The names of the struct of a dimension: its own and those of its fields, with the key of each.
#[derive(Debug)]
pub(super) struct Names {
    name: Ident,
    fields: Vec<(Ident, String)>,
}

/// The names of the dimensions that shapes have.
pub(super) fn names(plan: &Plan, shapes: &[Option<Shape>]) -> Result<BTreeMap<u32, Names>, Unprintable> {
    let mut names: BTreeMap<u32, Names> = BTreeMap::new();
    let mut types = Scope::default();
    let mut used: Vec<u32> = shapes.iter().flatten().flat_map(|shape| shape.dimensions.iter().copied()).collect();
    used.sort_unstable();
    used.dedup();
    for dimension in used {
        let known = plan.dimensions.get(dimension as usize);
        let known = known.ok_or_else(|| Unprintable(format!("the plan has no dimension {dimension}")))?;
        // The members' nodes have their names from the plan.
        let is_its = |(node, shape): &(&Node, &Option<Shape>)| {
            !node.children.is_empty()
                && shape.as_ref().is_some_and(|shape| shape.dimensions.first() == Some(&dimension))
        };
        let node = plan.nodes.iter().zip(shapes).find(is_its).map(|(node, _)| node);
        let node = node.ok_or_else(|| Unprintable(format!("no matrix has dimension {dimension}")))?;
        let mut fields = Vec::new();
        let mut scope = Scope::default();
        if known.has_whole {
            fields.push((scope.name(TOTAL)?, TOTAL.to_owned()));
        }
        for child in &node.children {
            let below = plan.nodes.get(*child as usize);
            let below = below.ok_or_else(|| Unprintable(format!("the plan has no node {child}")))?;
            if below.id != TOTAL {
                fields.push((scope.name(&below.name)?, below.id.clone()));
            }
        }
        names.insert(dimension, Names { name: types.name(&type_name(&known.id))?, fields });
    }
    Ok(names)
}

/// The type of a matrix, named from `depth` modules beneath the form's.
pub(super) fn of_shape(layout: &Layout<'_>, shape: &Shape, depth: usize) -> Result<TokenStream, Unprintable> {
    let up = super::layout::up(depth);
    let content = layout.content(shape.cell, depth)?;
    let mut inner = quote!(::tallyform::Cell<#content>);
    for dimension in shape.dimensions.iter().rev() {
        let names = layout.dimensions.get(dimension);
        let name = &names.ok_or_else(|| Unprintable(format!("dimension {dimension} has no name")))?.name;
        inner = quote!(#up by::#name<#inner>);
    }
    Ok(inner)
}

/// The module `by`; nothing where the form has no matrix.
pub(super) fn module(layout: &Layout<'_>) -> TokenStream {
    let mut items = TokenStream::new();
    for (number, names) in &layout.dimensions {
        let Some(dimension) = layout.plan.dimensions.get(*number as usize) else { continue };
        let Names { name, fields } = names;
        let docs_of_all = docs::attributes(&docs::dimension(layout.plan, dimension));
        let declared = fields.iter().map(|(field, id)| {
            let member = dimension.members.iter().find(|member| member.id == *id);
            let docs = docs::attributes(&docs::member(layout.plan, dimension, member));
            quote!(#docs pub #field: T,)
        });
        let places = fields.iter().enumerate().map(|(place, (field, id))| {
            let place = Literal::usize_unsuffixed(place);
            quote!(#field = #id at #place)
        });
        items.extend(quote! {
            #docs_of_all
            pub struct #name<T> {
                #(#declared)*
            }
            ::tallyform::__private::dimension!(#name { #(#places),* });
        });
    }
    if items.is_empty() {
        return items;
    }
    quote! {
        /// The dimensions of the form.
        pub mod by {
            #items
        }
    }
}
