//! Values that are one of a few words.

use crate::diagnostic::{Code, Diagnostic};
use crate::suggest;
use crate::syntax::Scalar;

/// The value of a word. `what` names the choice in the message.
pub(crate) fn choose<T: Copy>(
    scalar: &Scalar,
    what: &str,
    words: &[(&'static str, T)],
    out: &mut Vec<Diagnostic>,
) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == scalar.text).map(|(_, value)| *value);
    if found.is_none() {
        let known = || words.iter().map(|(word, _)| *word);
        let diagnostic = Diagnostic::new(
            Code::UnknownWord,
            format!("`{}` is no {what}", scalar.text),
            scalar.span,
            format!("no {what}"),
        );
        out.push(match suggest::nearest(&scalar.text, known()) {
            Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), scalar.span, near),
            None => diagnostic.help(format!("write one of {}", suggest::list(known()))),
        });
    }
    found
}
