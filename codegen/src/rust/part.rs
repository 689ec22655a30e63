//! Structs for headings and for figures with figures beneath them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tallyform::plan;

use super::layout::{Layout, up};
use super::{Unprintable, docs, matrix};

/// The structs of everything beneath a node, then the modules of what is beneath those. `depth` counts modules from the
/// form's to the one that they stand in.
pub(super) fn children(layout: &Layout<'_>, index: u32, depth: usize) -> Result<TokenStream, Unprintable> {
    let mut structs = TokenStream::new();
    let mut modules = TokenStream::new();
    for &child in &layout.node(index)?.children {
        if !layout.is_struct(child) {
            continue;
        }
        structs.extend(one(layout, child, depth)?);
        let inner = children(layout, child, depth + 1)?;
        if !inner.is_empty() {
            let (name, module) = layout.names(child)?;
            let doc = format!(" What is beneath [`{name}`].");
            modules.extend(quote! {
                #[doc = #doc]
                pub mod #module {
                    #inner
                }
            });
        }
    }
    structs.extend(modules);
    Ok(structs)
}

fn one(layout: &Layout<'_>, index: u32, depth: usize) -> Result<TokenStream, Unprintable> {
    let (name, _) = layout.names(index)?;
    let docs = docs::attributes(&docs::node(layout.plan, layout.node(index)?));
    let fields = Fields::new(layout, index, depth)?;
    let declared = &fields.declared;
    let part = fields.part(name, index, depth, &TokenStream::new());
    Ok(quote! {
        #docs
        pub struct #name {
            #declared
        }
        #part
    })
}

/// The fields of a struct: as they are declared, and in the order of the array.
pub(super) struct Fields {
    pub(super) declared: TokenStream,
    steps: Vec<Step>,
}

/// What follows in the array.
enum Step {
    /// Cells of one content.
    Run(Vec<Ident>),
    /// A struct.
    Part(Ident),
    /// A struct of a dimension.
    Matrix(Ident),
    /// A list of structs.
    Rows(Ident),
}

impl Fields {
    /// The fields of the struct of a node, which stands `depth` modules beneath the form's.
    pub(super) fn new(layout: &Layout<'_>, index: u32, depth: usize) -> Result<Self, Unprintable> {
        let node = layout.node(index)?;
        let mut fields = Self { declared: TokenStream::new(), steps: Vec::new() };
        let mut last = String::new();
        if node.cell.is_some() {
            let total = Ident::new("total", proc_macro2::Span::call_site());
            fields.cell(layout, index, total, depth, &mut last)?;
        }
        for &child in &node.children {
            let name = layout.field(child)?.clone();
            let below = layout.node(child)?;
            if let Some(shape) = layout.matrix(child) {
                last.clear();
                let docs = docs::attributes(&docs::matrix(layout.plan, below, shape.cell));
                let matrix = matrix::of_shape(layout, shape, depth)?;
                fields.declared.extend(quote! { #docs pub #name: #matrix, });
                fields.steps.push(Step::Matrix(name));
                continue;
            }
            if !layout.is_struct(child) {
                fields.cell(layout, child, name, depth, &mut last)?;
                continue;
            }
            last.clear();
            let (part, _) = layout.names(child)?;
            let docs = docs::attributes(&docs::node(layout.plan, below));
            let within = if index == 0 {
                TokenStream::new()
            } else {
                let (_, module) = layout.names(index)?;
                quote!(#module::)
            };
            if let Some(plan::Layout::Rows(_)) = below.layout {
                fields.declared.extend(quote! { #docs pub #name: ::std::vec::Vec<#within #part>, });
                fields.steps.push(Step::Rows(name));
            } else {
                fields.declared.extend(quote! { #docs pub #name: #within #part, });
                fields.steps.push(Step::Part(name));
            }
        }
        Ok(fields)
    }

    fn cell(
        &mut self,
        layout: &Layout<'_>,
        index: u32,
        name: Ident,
        depth: usize,
        last: &mut String,
    ) -> Result<(), Unprintable> {
        let node = layout.node(index)?;
        let number = node.cell.ok_or_else(|| Unprintable(format!("node {index} of the plan holds nothing")))?;
        let content = layout.content(number, depth)?;
        let docs = docs::attributes(&docs::cell(layout.plan, node));
        self.declared.extend(quote! { #docs pub #name: ::tallyform::Cell<#content>, });
        let content = content.to_string();
        match self.steps.last_mut() {
            Some(Step::Run(run)) if *last == content => run.push(name),
            _ => self.steps.push(Step::Run(vec![name])),
        }
        *last = content;
        Ok(())
    }

    /// The blank struct, the two functions that move its cells, and what the runtime makes of them. `more` are fields
    /// that are no cells. The functions hold lists of addresses and no values: moving cells one by one is what makes a
    /// large form slow to compile.
    pub(super) fn part(&self, name: &Ident, index: u32, depth: usize, more: &TokenStream) -> TokenStream {
        let up = up(depth);
        let fill = self.steps.iter().map(|step| match step {
            Step::Run(run) => quote! { cells.run([#(&mut self.#run),*]); },
            Step::Part(part) => quote! { ::tallyform::__private::Part::fill(&mut self.#part, cells); },
            Step::Matrix(matrix) => quote! { ::tallyform::__private::Each::fill(&mut self.#matrix, cells); },
            Step::Rows(rows) => quote! { cells.rows(&mut self.#rows); },
        });
        let show = self.steps.iter().map(|step| match step {
            Step::Run(run) => quote! { cells.run([#(&self.#run),*]); },
            Step::Part(part) => quote! { ::tallyform::__private::Part::show(&self.#part, cells); },
            Step::Matrix(matrix) => quote! { ::tallyform::__private::Each::show(&self.#matrix, cells); },
            Step::Rows(rows) => quote! { cells.rows(&self.#rows); },
        });
        let blank = self.steps.iter().map(|step| match step {
            Step::Run(run) => quote! { #(#run: ::tallyform::Cell::Blank,)* },
            Step::Part(part) => quote! { #part: ::tallyform::__private::Part::BLANK, },
            Step::Matrix(matrix) => quote! { #matrix: ::tallyform::__private::Each::BLANK, },
            Step::Rows(rows) => quote! { #rows: ::std::vec::Vec::new(), },
        });
        quote! {
            #[automatically_derived]
            impl ::tallyform::__private::Part for #name {
                const NODE: u32 = #index;
                const BLANK: Self = Self { #(#blank)* #more };
                type Report = #up Report;

                #[inline(never)]
                fn fill(&mut self, cells: &mut ::tallyform::__private::Fill<'_>) {
                    #(#fill)*
                }

                #[inline(never)]
                fn show(&self, cells: &mut ::tallyform::__private::Show<'_>) {
                    #(#show)*
                }
            }
            ::tallyform::__private::part!(#name);
        }
    }
}
