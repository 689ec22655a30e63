//! Names that do not clash.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};
use tallyform::plan::Plan;

use super::Unprintable;

/// Names of one scope: fields of a struct, or items of a module.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which these are taken.
    pub(super) fn new(taken: &[&str]) -> Self {
        Self(taken.iter().map(|&name| name.to_owned()).collect())
    }

    /// The name, with as many trailing underscores as make it the only one in its scope.
    pub(super) fn name(&mut self, wanted: &str) -> Result<Ident, Unprintable> {
        let mut name = wanted.to_owned();
        while self.0.contains(&name) {
            name.push('_');
        }
        let ident = ident(&name)?;
        self.0.insert(name);
        Ok(ident)
    }
}

/// The name as a Rust identifier.
pub(super) fn ident(name: &str) -> Result<Ident, Unprintable> {
    // `Ident::new` panics on what is none, and the parser passes over white space and byte order marks.
    match syn::parse_str::<Ident>(name) {
        Ok(ident) if ident == name => Ok(Ident::new(name, Span::call_site())),
        _ => Err(Unprintable(format!("`{name}` is no Rust identifier"))),
    }
}

/// The name of a form's module where none is said: the last word of the form's identity and the revision,
/// `cn.gov-info-disclosure` of 2017 is `gov_info_disclosure_2017`.
#[must_use]
pub fn module_name(plan: &Plan) -> String {
    let form = plan.form.rsplit('.').next().unwrap_or(&plan.form);
    let mut name = String::new();
    for letter in form.chars().chain(std::iter::once('_')).chain(plan.revision.chars()) {
        let word = letter == '_' || unicode_ident::is_xid_continue(letter);
        name.extend(if word { letter } else { '_' }.to_lowercase());
    }
    if !name.starts_with(|first| first == '_' || unicode_ident::is_xid_start(first)) {
        name.insert_str(0, "form_");
    }
    name
}
