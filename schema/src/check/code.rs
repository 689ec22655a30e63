//! Code lists, and which codes a cell may hold.
//!
//! After this: every list has its codes in the file or outside, what it is `within` is a field of the header with one
//! code, and every cell with codes has a list or a field of the header.

use std::collections::BTreeMap;

use super::text::Languages;
use super::tree::{Class, Tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{CodeList, CodesOf, NodeId, Texts};
use crate::source::Span;
use crate::suggest;
use crate::syntax::{self, FormFile, Scalar};

/// Reads `codes`.
pub(crate) fn code_lists(
    file: &FormFile,
    tree: &Tree<'_>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Vec<CodeList> {
    let mut lists = Vec::new();
    for list in &file.codes {
        let external = list.external.is_some_and(|external| external.value);
        source(file, list, external, out);
        let within =
            list.within.as_ref().filter(|_| external).and_then(|within| self::within(file, tree, list, within, out));
        lists.push(CodeList {
            id: list.id.text.clone(),
            codes: codes(list, languages, out),
            external,
            within,
            dated: external && list.dated.is_some_and(|dated| dated.value),
        });
    }
    lists
}

/// The codes of a list that stand in the file.
fn codes(list: &syntax::CodeList, languages: &mut Languages, out: &mut Vec<Diagnostic>) -> Vec<(String, Texts)> {
    let mut codes: Vec<(String, Texts)> = Vec::new();
    let mut seen = BTreeMap::new();
    for (code, label) in &list.codes {
        if let Some(first) = seen.insert(code.text.as_str(), code.span) {
            out.push(
                Diagnostic::new(
                    Code::DuplicateCode,
                    format!("the code `{}` stands twice in its list", code.text),
                    code.span,
                    "again here",
                )
                .also(first, "first here")
                .help("take one of them away"),
            );
        }
        let label = match label {
            Some(label) => languages.texts(label, out),
            None => languages.unit_label(&code.text, None, code.span, out),
        };
        codes.push((code.text.clone(), label));
    }
    codes
}

/// Codes stand in the file, or come from outside; only those from outside belong to something or are dated.
fn source(file: &FormFile, list: &syntax::CodeList, external: bool, out: &mut Vec<Diagnostic>) {
    let name = &list.id.text;
    if let (true, Some((first, _)), Some(said)) = (external, list.codes.first(), list.external) {
        out.push(
            Diagnostic::new(
                Code::KeysExclude,
                format!("the list `{name}` comes from outside, and has codes in the file"),
                first.span,
                "a code in the file",
            )
            .also(said.span, "from outside")
            .help("take the codes away and give them to whoever validates, or take `external` away"),
        );
    }
    if !external && let Some(said) = list.external.filter(|_| !list.says_codes) {
        out.push(
            Diagnostic::new(Code::MissingKey, format!("the list `{name}` has no codes"), said.span, "nor from outside")
                .help("add `codes: […]`, or say `external: true`"),
        );
    }
    if !external {
        let within = list.within.as_ref().map(|within| ("within", within.span));
        for (key, span) in within.into_iter().chain(list.dated.map(|dated| ("dated", dated.span))) {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    format!("`{key}` does not go with a list whose codes stand in the file"),
                    span,
                    "its codes are the same in every report",
                )
                .also(list.id.span, "this list")
                .help("take it away, or say `external: true` if the codes come from outside"),
            );
        }
    } else if let Some(dated) =
        list.dated.filter(|dated| dated.value && !file.keys.iter().any(|key| key.name == "period"))
    {
        out.push(
            Diagnostic::new(
                Code::MissingKey,
                "`dated` is said in a form without a `period`",
                dated.span,
                "valid in which period?",
            )
            .help("add `period: year`, or how often a report is made, at the top"),
        );
    }
}

/// The field of the header whose code those of a list belong to: of this name, or the one with a code of a list of this
/// name.
fn within(
    file: &FormFile,
    tree: &Tree<'_>,
    list: &syntax::CodeList,
    said: &Scalar,
    out: &mut Vec<Diagnostic>,
) -> Option<NodeId> {
    let name = &said.text;
    let is_one = |field: &Field<'_>| field.is_code && !field.many;
    let of_list: Vec<Field<'_>> = fields(tree)
        .filter(|field| is_one(field) && field.of == Some(name) && file.codes.iter().any(|list| list.id.text == *name))
        .collect();
    let named = fields(tree).find(|field| field.id == name);
    let found = match (named.filter(is_one), of_list.as_slice()) {
        (Some(field), _) => Ok(field),
        (None, [field]) => Ok(*field),
        (None, [first, second, ..]) => Err(Diagnostic::new(
            Code::CodesOfField,
            format!("two fields of the header hold a code of `{name}`"),
            said.span,
            "within which of them?",
        )
        .also(first.span, "this")
        .also(second.span, "or this")
        .help(format!("name the field: `within: {}`", first.id))),
        (None, []) => Err(no_field(file, tree, named, said)),
    };
    match found {
        Ok(field) if field.of == Some(&list.id.text) => {
            let message = format!("the codes of `{name}` are those of this list itself");
            out.push(
                Diagnostic::new(Code::CodesOfField, message, said.span, "a list within itself")
                    .also(field.span, "this field")
                    .help("name the field with the code to which those of this list belong"),
            );
            None
        }
        Ok(field) => Some(field.node),
        Err(diagnostic) => {
            out.push(diagnostic);
            None
        }
    }
}

/// `within` names nothing that holds one code.
fn no_field(file: &FormFile, tree: &Tree<'_>, named: Option<Field<'_>>, said: &Scalar) -> Diagnostic {
    let name = &said.text;
    if let Some(field) = named {
        let why = if field.many { "several codes" } else { "no code" };
        let message = format!("the field `{name}` holds {why}");
        return Diagnostic::new(Code::CodesOfField, message, said.span, "not the one code that codes belong to")
            .also(field.span, "this field")
            .help("name a field of the header with `type: code` and without `many`");
    }
    if let Some(list) = file.codes.iter().find(|list| list.id.text == *name) {
        let message = format!("no field of the header holds a code of `{name}`");
        return Diagnostic::new(Code::CodesOfField, message, said.span, "within the code in which cell?")
            .also(list.id.span, "this list")
            .help(format!("add a field to the header, with `type: code` and `of: {name}`"));
    }
    let known = || {
        let fields = fields(tree).filter(|field| field.is_code && !field.many).map(|field| field.id.as_str());
        fields.chain(file.codes.iter().map(|list| list.id.text.as_str()))
    };
    let message = format!("`{name}` is no field of the header and no code list");
    let diagnostic = Diagnostic::new(Code::UnknownCodeList, message, said.span, "neither field nor list");
    match suggest::nearest(name, known()) {
        Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), said.span, near),
        None => diagnostic.help("name the field of the header with the code to which those of this list belong"),
    }
}

/// The codes that a cell with `type: code` may hold: those of a list, or those in a field of the header with several. Of
/// a list and a field of one name the list is meant.
pub(crate) fn codes_of(tree: &Tree<'_>, says: &syntax::Node, lists: &[CodeList], out: &mut Vec<Diagnostic>) -> CodesOf {
    let Some(of) = &says.of else {
        if !says.said("of") {
            let span = says.content.as_ref().map_or(says.span, |content| content.span);
            out.push(
                Diagnostic::new(Code::MissingKey, "a code field does not say its list", span, "codes of which list?")
                    .help("add `of: …`, the name of a list in `codes`"),
            );
        }
        return CodesOf::List(0);
    };
    if let Some(list) = lists.iter().position(|list| list.id == of.text) {
        return CodesOf::List(list);
    }
    if let Some(field) = fields(tree).find(|field| *field.id == of.text) {
        out.extend(no_source(&field, says, of, lists));
        return CodesOf::Field(field.node);
    }
    let several = fields(tree).filter(|field| field.is_code && field.many).map(|field| field.id.as_str());
    let known = lists.iter().map(|list| list.id.as_str()).chain(several);
    let message = format!("the code list `{}` is not defined", of.text);
    let diagnostic = Diagnostic::new(Code::UnknownCodeList, message, of.span, "no such list");
    out.push(match suggest::nearest(&of.text, known) {
        Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), of.span, near),
        None => diagnostic.help("define it under `codes`"),
    });
    CodesOf::List(0)
}

/// Why codes cannot be those in a field of the header.
fn no_source(field: &Field<'_>, says: &syntax::Node, of: &Scalar, lists: &[CodeList]) -> Option<Diagnostic> {
    let id = field.id;
    let (message, help) = if field.span == says.id.span {
        let help = "name a list in `codes`".to_owned();
        (format!("the codes of `{id}` are those of `{id}` itself"), help)
    } else if !field.is_code {
        (format!("the field `{id}` holds no codes"), "name a list in `codes`, or a field with `type: code`".to_owned())
    } else if !field.many {
        let help = match field.of {
            Some(list) => format!("write `of: {list}` for the codes of its list, or say `many: true` of `{id}`"),
            None => format!("say `many: true` of `{id}`"),
        };
        (format!("the field `{id}` holds one code only"), help)
    } else if field.of.is_some_and(|of| lists.iter().all(|list| list.id != *of)) {
        let help = "name that field, or its list".to_owned();
        (format!("the codes of the field `{id}` are those of another field"), help)
    } else {
        return None;
    };
    let mut diagnostic = Diagnostic::new(Code::CodesOfField, message, of.span, "no codes to choose from");
    if field.span != says.id.span {
        diagnostic = diagnostic.also(field.span, "this field");
    }
    Some(diagnostic.help(help))
}

/// A field of the header.
#[derive(Clone, Copy)]
struct Field<'a> {
    node: NodeId,
    id: &'a String,
    is_code: bool,
    many: bool,
    /// The list or field that its codes are of.
    of: Option<&'a String>,
    span: Span,
}

/// The fields of the header.
fn fields<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = Field<'t>> {
    tree.ids().filter_map(|node| {
        let entry = tree.get(node).filter(|entry| entry.in_header && entry.class != Class::Header)?;
        let says = entry.says?;
        Some(Field {
            node,
            id: &entry.id,
            is_code: says.content.as_ref().is_some_and(|content| content.text == "code"),
            many: says.many.is_some_and(|many| many.value),
            of: says.of.as_ref().map(|of| &of.text),
            span: entry.span,
        })
    })
}
