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
    let more = quote! {
        period: ::core::option::Option::None,
        stray: ::std::vec::Vec::new(),
        explanations: ::std::vec::Vec::new(),
    };
    let part = fields.part(&Ident::new("Report", Span::call_site()), 0, 0, &more);
    Ok(quote! {
        #docs
        pub struct Report {
            /// The period that the report is for.
            pub period: ::core::option::Option<::std::string::String>,
            #declared
            /// What stood where the form has no cell.
            pub stray: ::std::vec::Vec<::tallyform::report::Stray>,
            /// What the filer says of checks that fail.
            pub explanations: ::std::vec::Vec<::tallyform::report::Explanation>,
        }

        #part

        #[automatically_derived]
        impl ::tallyform::__private::Whole for Report {
            fn form() -> &'static ::tallyform::__private::Form {
                &FORM
            }

            fn around(&self) -> ::tallyform::__private::Around<'_> {
                ::tallyform::__private::Around {
                    period: &self.period,
                    stray: &self.stray,
                    explanations: &self.explanations,
                }
            }

            fn around_mut(&mut self) -> ::tallyform::__private::AroundMut<'_> {
                ::tallyform::__private::AroundMut {
                    period: &mut self.period,
                    stray: &mut self.stray,
                    explanations: &mut self.explanations,
                }
            }
        }

        ::tallyform::__private::report!(Report);
    })
}
