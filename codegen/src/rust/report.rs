//! The struct of a whole report.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::layout::Layout;
use super::part::Fields;
use super::{Unprintable, docs};

/// `Report` and what it can do.
pub(super) fn items(layout: &Layout<'_>) -> Result<TokenStream, Unprintable> {
    let docs = docs::attributes(&docs::form(layout.plan));
    let fields = Fields::new(layout, 0, 0)?;
    let declared = &fields.declared;
    let has_states = !layout.plan.states.is_empty();
    let states = layout.plan.states.iter().map(|state| format!("`{state}`")).collect::<Vec<_>>().join(", ");
    let doc = format!(" The state of the report: {states}.");
    let state = has_states.then(|| {
        quote! {
            #[doc = #doc]
            pub state: ::core::option::Option<::std::string::String>,
        }
    });
    let no_state = has_states.then(|| quote!(state: ::core::option::Option::None,));
    let (of_state, of_state_mut) = if has_states {
        (quote!(::core::option::Option::Some(&self.state)), quote!(::core::option::Option::Some(&mut self.state)))
    } else {
        (quote!(::core::option::Option::None), quote!(::core::option::Option::None))
    };
    let more = quote! {
        period: ::core::option::Option::None,
        #no_state
        stray: ::std::vec::Vec::new(),
        explanations: ::std::vec::Vec::new(),
    };
    let (form, revision) = (&layout.plan.form, &layout.plan.revision);
    let revises = match &layout.plan.predecessor {
        Some(before) => {
            let revision = before.revision.as_deref().unwrap_or_default();
            quote!(::core::option::Option::Some(#revision))
        }
        None => quote!(::core::option::Option::None),
    };
    let part = fields.part(&Ident::new("Report", Span::call_site()), 0, 0, &more);
    Ok(quote! {
        #docs
        pub struct Report {
            /// The period that the report is for.
            pub period: ::core::option::Option<::std::string::String>,
            #state
            #declared
            /// What stood where the form has no cell.
            pub stray: ::std::vec::Vec<::tallyform::report::Stray>,
            /// What the filer says of checks that fail.
            pub explanations: ::std::vec::Vec<::tallyform::report::Explanation>,
        }

        #part

        #[automatically_derived]
        impl ::tallyform::__private::Whole for Report {
            const FORM: &'static str = #form;
            const REVISION: &'static str = #revision;
            const REVISES: ::core::option::Option<&'static str> = #revises;

            fn form() -> &'static ::tallyform::__private::Form {
                &FORM
            }

            fn around(&self) -> ::tallyform::__private::Around<'_> {
                ::tallyform::__private::Around {
                    period: &self.period,
                    state: #of_state,
                    stray: &self.stray,
                    explanations: &self.explanations,
                }
            }

            fn around_mut(&mut self) -> ::tallyform::__private::AroundMut<'_> {
                ::tallyform::__private::AroundMut {
                    period: &mut self.period,
                    state: #of_state_mut,
                    stray: &mut self.stray,
                    explanations: &mut self.explanations,
                }
            }
        }

        ::tallyform::__private::report!(Report);
    })
}
