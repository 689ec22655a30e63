//! The file that a form file revises.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Base, FileId, SourceMap};
use crate::yaml::{self, Scalar, Tree, Value};

/// What a file names as the one that it revises.
pub(crate) fn revises(sources: &SourceMap, file: FileId) -> Option<String> {
    // Whatever is wrong with the file is reported when it is checked.
    let tree = yaml::read(sources, file, &mut Vec::new())?;
    said(&tree).map(|base| base.text.clone())
}

/// The file that a file revises. None where it says none, or where that cannot be had, which is reported then.
pub(crate) fn base(
    sources: &SourceMap,
    file: FileId,
    tree: Option<&Tree>,
    out: &mut Vec<Diagnostic>,
) -> Option<FileId> {
    let said = said(tree?)?;
    let (message, help) = match sources.base(file) {
        Some(Base::File(base)) => return Some(*base),
        Some(Base::Unreadable { name, reason }) => (
            format!("the form that this one revises cannot be read: `{name}`: {reason}"),
            "the path counts from the folder of this file".to_owned(),
        ),
        Some(Base::Cycle { name }) => {
            (format!("`{name}` revises this form in its turn"), "name the revision before this one".to_owned())
        }
        Some(Base::TooLong) => (
            format!("more than {} forms revise one another", crate::limits::MAX_REVISIONS),
            "write a full form (`tallyform show --resolved`) and revise that one".to_owned(),
        ),
        None => (
            format!("the form that this one revises, `{}`, was not read with it", said.text),
            "read the form from a file, so that the other can be found beside it".to_owned(),
        ),
    };
    out.push(Diagnostic::new(Code::NoBase, message, said.span, "no form to revise").help(help));
    None
}

fn said(tree: &Tree) -> Option<&Scalar> {
    let Value::Mapping(entries) = &tree.value else { return None };
    match &entries.iter().find(|entry| entry.key.text == "revises")?.value.value {
        Value::Scalar(base) => Some(base),
        _ => None,
    }
}
