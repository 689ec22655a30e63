//! What addresses name in the form before.

use unicode_normalization::UnicodeNormalization;

use super::part::{Parts, View, What};
use crate::diagnostic::{Code, Diagnostic};
use crate::suggest::Effort;
use crate::syntax::Scalar;

/// The form before, as addresses see it.
pub(super) struct Before<'a> {
    pub(super) form: View<'a>,
    pub(super) parts: Parts<'a>,
    /// Its name, for messages.
    pub(super) revision: &'a str,
    pub(super) effort: Effort,
}

impl Before<'_> {
    /// The part at an address: a path, `header.FIELD`, `DIMENSION[]`, or `x[MEMBER]`, where `x` is an item or a dimension.
    pub(super) fn find(&self, address: &str) -> Option<usize> {
        let address: String = address.nfc().collect();
        let Some((of, member)) = address.strip_suffix(']').and_then(|address| address.split_once('[')) else {
            return self.parts.at(&address);
        };
        // An item wins over a dimension of its name.
        let Some(item) = self.parts.at(of) else { return self.parts.at(&address) };
        let path = self.parts.get(item).map(|item| item.address.as_str()).filter(|path| *path != ".").unwrap_or("");
        let beneath = |node: &&crate::model::Node| {
            node.path.strip_prefix(path).is_some_and(|rest| path.is_empty() || rest.is_empty() || rest.starts_with('.'))
        };
        let mut dimensions = self.form.nodes.iter().filter(beneath).flat_map(|node| &node.by);
        dimensions.find_map(|dimension| {
            let dimension = self.form.dimensions.get(dimension.0 as usize)?;
            self.parts.at(&format!("{}[{member}]", dimension.id))
        })
    }

    /// The part that something says it was, which must be one of these; what is wrong with it otherwise.
    pub(super) fn resolve(&self, said: &Scalar, fits: impl Fn(usize) -> bool) -> Result<usize, Box<Diagnostic>> {
        let found = self.find(&said.text);
        if let Some(part) = found.filter(|part| fits(*part)) {
            return Ok(part);
        }
        let text = &said.text;
        let diagnostic = match found {
            Some(part) => {
                let what = self.parts.get(part).map_or("", |part| describe(part.what));
                Diagnostic::new(
                    Code::UnknownInBase,
                    format!("`{text}` was {what} in revision `{}`, which this cannot have been", self.revision),
                    said.span,
                    "of another kind",
                )
            }
            None => Diagnostic::new(
                Code::UnknownInBase,
                format!("revision `{}` has no `{text}`", self.revision),
                said.span,
                "not in the form before",
            ),
        };
        let known = || {
            let all = self.parts.list.iter().enumerate();
            all.filter(|(part, _)| fits(*part)).map(|(_, part)| part.address.as_str())
        };
        Err(Box::new(match self.effort.nearest_address(text, known) {
            Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), said.span, near),
            None => diagnostic.help(
                "write an address of the form before: `requests.received`, `header.compiler`, `applicant[]` or \
                 `applicant[enterprise]`; `[]` where there was nothing",
            ),
        }))
    }
}

/// A part, for messages.
pub(super) const fn describe(what: What) -> &'static str {
    match what {
        What::Root => "the root",
        What::Header => "the header",
        What::Item => "an item or field",
        What::Note => "a note",
        What::Dimension => "a dimension",
        What::Member => "a member",
        What::HeadingOfMembers => "a heading among members",
    }
}
