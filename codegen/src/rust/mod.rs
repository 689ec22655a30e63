//! The Rust back end: a plan in, the items of one module out.
//!
//! The plan goes along as text and the runtime does the work. What is generated for a figure is its field, its doc
//! comment and its place in two lists, so that forms of ten thousand figures compile in seconds.

mod docs;
mod layout;
mod matrix;
mod names;
mod part;
mod report;
mod units;

use std::fmt;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use tallyform::plan::Plan;

use crate::output::{self, Output};

pub use names::module_name;

/// A plan that no Rust can be made of. Plans that this crate makes are never of this kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprintable(String);

impl fmt::Display for Unprintable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unprintable {}

/// The items of a form's module: `Report`, a struct for every heading, for every figure with figures beneath it and for
/// the rows of every list, a generic one for every dimension, and the units.
///
/// # Errors
/// Where the plan is not sound: an index out of range, or a name that is no Rust identifier.
pub fn items(plan: &Plan) -> Result<TokenStream, Unprintable> {
    let layout = layout::Layout::new(plan)?;
    let report = report::items(&layout)?;
    let parts = part::children(&layout, 0, 0)?;
    let dimensions = matrix::module(&layout);
    let units = units::module(plan, &layout)?;
    let json = serde_json::to_string(plan).map_err(|error| Unprintable(error.to_string()))?;
    let json = raw_string(&json)?;
    Ok(quote! {
        const _: () = ::tallyform::__private::made_for(3);

        #report
        #parts
        #dimensions
        #units

        /// The form's plan, as `plan.json` has it.
        static FORM: ::tallyform::__private::Form = ::tallyform::__private::Form::new(#json);
    })
}

/// A whole module with its documentation: what the macro expands to and what files hold.
///
/// # Errors
/// As [`items`].
pub fn module(plan: &Plan, visibility: &TokenStream, name: &Ident) -> Result<TokenStream, Unprintable> {
    let items = items(plan)?;
    let docs = docs::attributes(&docs::form(plan));
    Ok(quote! {
        #docs
        #[allow(
            dead_code,
            unreachable_pub,
            reason = "generated: a program uses what it needs of a form, at whatever visibility it names the module"
        )]
        #[allow(
            clippy::doc_markdown,
            clippy::too_many_lines,
            reason = "generated: labels stand as the form prints them, and a table is as long as it is"
        )]
        #visibility mod #name {
            #items
        }
    })
}

/// The same module as text, formatted.
///
/// # Errors
/// As [`items`].
pub fn text(plan: &Plan, name: &str) -> Result<String, Unprintable> {
    let name = names::ident(name)?;
    let tokens = module(plan, &quote!(pub), &name)?;
    format(tokens)
}

/// Items as text.
///
/// # Errors
/// Where the tokens are no items.
pub fn format(items: TokenStream) -> Result<String, Unprintable> {
    let file = syn::parse2(items).map_err(|error| Unprintable(error.to_string()))?;
    Ok(prettyplease::unparse(&file))
}

/// The same module as a file, `module_name.rs`, that says where it comes from.
///
/// # Errors
/// As [`items`].
pub fn file(plan: &Plan) -> Result<Output, Unprintable> {
    let name = module_name(plan);
    let header: String = output::header(plan).iter().map(|line| format!("// {line}\n")).collect();
    Ok(Output::text(format!("{name}.rs"), format!("{header}\n{}", text(plan, &name)?)))
}

/// A raw string literal, with as many `#` as the text needs.
fn raw_string(text: &str) -> Result<proc_macro2::Literal, Unprintable> {
    let mut fence = "#".to_owned();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}").parse().map_err(|error: proc_macro2::LexError| Unprintable(error.to_string()))
}
