//! The macro `form!`: a form file where it is named. Everything that it does is in `tallyform-codegen`; here files are
//! read, and diagnostics become errors of the compiler.

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{Ident, LitStr, Path as Name, Token, Visibility};
use tallyform_codegen::rust;
use tallyform_schema::{Severity, SourceMap, diagnostic::render};

/// Compiles a form file into a module with the typed report, its units and everything that can be done with them.
///
/// ```ignore
/// tallyform::form!(pub mod disclosure_2017 = "forms/cn.gov-info-disclosure/2017.yaml");
/// tallyform::form!("forms/cn.gov-info-disclosure/2017.yaml"); // pub mod gov_info_disclosure_2017
/// tallyform::form!(pub mod disclosure_2021 = "forms/cn.gov-info-disclosure/2021.yaml" after disclosure_2019);
/// ```
///
/// The path counts from the folder of the crate's `Cargo.toml`. Without a name the module is called after the form's
/// identity and revision. `after` names the module of the form that this one revises, so that reports of the one can be made
/// of reports of the other, as by `tallyform::revisions!`. Whatever is wrong with the form is an error here, with the lines of the form file that it is
/// about; then nothing else is generated.
#[proc_macro]
pub fn form(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    syn::parse::<Form>(input).map_or_else(|error| error.to_compile_error(), |form| form.expand()).into()
}

/// What stands between the parentheses.
struct Form {
    /// Visibility and name of the module, where they are said.
    module: Option<(Visibility, Ident)>,
    path: LitStr,
    /// The module of the form that this one revises.
    after: Option<Name>,
}

/// What stands before the name of an earlier revision's module.
mod word {
    syn::custom_keyword!(after);
}

impl Parse for Form {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        const USAGE: &str = "expected the path of a form file as a string, as in \
                             `form!(\"forms/survey/2024.yaml\")` or `form!(pub mod survey = \"forms/survey/2024.yaml\")`";
        let module = if input.peek(LitStr) || input.is_empty() {
            None
        } else {
            let usage = |error: syn::Error| syn::Error::new(error.span(), USAGE);
            let visibility: Visibility = input.parse()?;
            input.parse::<Token![mod]>().map_err(usage)?;
            let name = input.parse()?;
            input.parse::<Token![=]>().map_err(usage)?;
            Some((visibility, name))
        };
        if !input.peek(LitStr) {
            return Err(input.error(USAGE));
        }
        let path = input.parse()?;
        let after = match input.parse::<Option<word::after>>()? {
            Some(_) => Some(input.call(Name::parse_mod_style)?),
            None => None,
        };
        input.parse::<Option<Token![;]>>()?;
        Ok(Self { module, path, after })
    }
}

impl Form {
    fn expand(&self) -> TokenStream {
        let said = self.path.value();
        let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
        let file = root.join(&said);
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) => return self.error(&unreadable(&said, &root, &file, &error)),
        };
        let mut sources = SourceMap::new();
        // Places show the file as it is named here, so that output does not depend on where the crate lies.
        let mut bases = Vec::new();
        let mut read = |name: &str| {
            let path = root.join(name);
            let bytes = std::fs::read(&path).map_err(|error| error.to_string());
            bases.push(path.to_string_lossy().into_owned());
            bytes
        };
        let id = sources.load(said.as_str(), bytes, &mut read);
        bases.retain(|base| Path::new(base).is_file());
        let compiled = tallyform_codegen::compile(&sources, id);
        let Some(plan) = &compiled.plan else {
            let errors = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            let errors: TokenStream =
                errors.map(|error| self.error(&render::text(&sources, std::slice::from_ref(error), false))).collect();
            return if errors.is_empty() { self.error(&format!("`{said}` makes no form")) } else { errors };
        };
        let (visibility, name) = match &self.module {
            Some((visibility, name)) => (quote!(#visibility), name.clone()),
            None => (quote!(pub), Ident::new(&rust::module_name(plan), Span::call_site())),
        };
        let revisions = match (&self.after, &plan.predecessor) {
            (Some(after), Some(_)) => quote!(::tallyform::revisions!(#after::Report => #name::Report);),
            (Some(after), None) => {
                let text = format!("`{said}` does not revise another form: say `revises:` in it, or leave `after` out");
                return quote_spanned!(after.span()=> ::core::compile_error!(#text););
            }
            (None, _) => TokenStream::new(),
        };
        // Naming the files in what is compiled makes the compiler run again when they change.
        let file = file.to_string_lossy();
        match rust::module(plan, &visibility, &name) {
            Ok(module) => quote! {
                const _: &[u8] = ::core::include_bytes!(#file);
                #(const _: &[u8] = ::core::include_bytes!(#bases);)*
                #module
                #revisions
            },
            Err(error) => self.error(&error.to_string()),
        }
    }

    /// An error of the compiler at the path.
    fn error(&self, text: &str) -> TokenStream {
        let text = text.trim_end();
        quote_spanned!(self.path.span()=> ::core::compile_error!(#text);)
    }
}

/// Why a file could not be read, and which ones could be.
fn unreadable(said: &str, root: &Path, file: &Path, error: &std::io::Error) -> String {
    if error.kind() != std::io::ErrorKind::NotFound {
        return format!("the form file `{said}` cannot be read: {error}");
    }
    let mut text =
        format!("there is no form file `{said}`; its path counts from the folder of this crate's Cargo.toml");
    let folder = file.ancestors().skip(1).find(|folder| folder.is_dir()).unwrap_or(root);
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml"))
        .filter_map(|path| Some(format!("`{}`", path.strip_prefix(root).ok()?.display())))
        .collect();
    files.sort();
    let more = files.len().saturating_sub(10);
    files.truncate(10);
    if !files.is_empty() {
        text.push_str(&format!("\nthere is {}", files.join(", ")));
        if more > 0 {
            text.push_str(&format!(" and {more} more"));
        }
    }
    text
}
