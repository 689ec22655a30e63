//! Names in generated code: one way from an id to a name, for every target and for the check that no two ids meet.
//!
//! Ids are free. A name is the id in the form that all targets keep as it is: NFKC (Python normalises identifiers to it),
//! snake case for fields and upper camel case for types. A word that any target reserves carries a trailing underscore in
//! all of them, so that a field is called the same everywhere.

use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::UnicodeNormalization;

/// Words that a target reserves where names of fields stand, sorted. Rust 2024, ECMAScript and TypeScript, Python, and
/// what SQL engines do not take as the name of a column.
const RESERVED: &[&str] = &[
    "abstract",
    "all",
    "alter",
    "analyse",
    "analyze",
    "and",
    "any",
    "arguments",
    "array",
    "as",
    "asc",
    "assert",
    "asymmetric",
    "async",
    "authorization",
    "await",
    "become",
    "between",
    "binary",
    "both",
    "box",
    "break",
    "by",
    "case",
    "cast",
    "catch",
    "check",
    "class",
    "collate",
    "column",
    "concurrently",
    "const",
    "constraint",
    "constructor",
    "continue",
    "crate",
    "create",
    "cross",
    "current_date",
    "current_role",
    "current_time",
    "current_timestamp",
    "current_user",
    "debugger",
    "declare",
    "def",
    "default",
    "deferrable",
    "del",
    "delete",
    "desc",
    "distinct",
    "do",
    "drop",
    "dyn",
    "elif",
    "else",
    "end",
    "enum",
    "eval",
    "except",
    "exists",
    "export",
    "extends",
    "extern",
    "false",
    "fetch",
    "final",
    "finally",
    "fn",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "function",
    "gen",
    "grant",
    "group",
    "having",
    "if",
    "ilike",
    "impl",
    "implements",
    "import",
    "in",
    "index",
    "initially",
    "inner",
    "insert",
    "instanceof",
    "interface",
    "intersect",
    "into",
    "is",
    "isnull",
    "join",
    "key",
    "lambda",
    "lateral",
    "leading",
    "left",
    "let",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "loop",
    "macro",
    "match",
    "mod",
    "move",
    "mut",
    "natural",
    "new",
    "none",
    "nonlocal",
    "not",
    "notnull",
    "null",
    "of",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "outer",
    "overlaps",
    "override",
    "package",
    "pass",
    "pivot",
    "placing",
    "primary",
    "priv",
    "private",
    "protected",
    "prototype",
    "pub",
    "public",
    "qualify",
    "raise",
    "ref",
    "references",
    "return",
    "returning",
    "right",
    "select",
    "self",
    "session_user",
    "set",
    "similar",
    "some",
    "static",
    "struct",
    "summarize",
    "super",
    "switch",
    "symmetric",
    "table",
    "tablesample",
    "then",
    "this",
    "throw",
    "to",
    "trailing",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "undefined",
    "union",
    "unique",
    "unpivot",
    "unsafe",
    "unsized",
    "update",
    "use",
    "user",
    "using",
    "values",
    "var",
    "variadic",
    "verbose",
    "virtual",
    "void",
    "when",
    "where",
    "while",
    "window",
    "with",
    "yield",
];

/// Words that a target reserves where names of types stand, sorted.
const RESERVED_TYPES: &[&str] = &["False", "None", "Self", "True"];

/// The name of a field for this id: NFKC, snake case, escaped.
///
/// `inPerson` becomes `in_person`, `类型` stays, `type` becomes `type_`.
#[must_use]
pub fn field(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    let mut before_small = false;
    for c in id.nfkc() {
        if c.is_uppercase() {
            if before_small {
                name.push('_');
            }
            name.extend(c.to_lowercase());
        } else {
            name.push(c);
        }
        before_small = c.is_lowercase() || c.is_numeric();
    }
    escape(name, RESERVED)
}

/// The name of a type for this id: NFKC, upper camel case, escaped.
///
/// `in_person` becomes `InPerson`, `FTE` and `类型` stay.
#[must_use]
pub fn type_name(id: &str) -> String {
    escape(camel(id), RESERVED_TYPES)
}

/// The name of a type for a unit: from its id where that is a word, else from the first of `labels` that has letters,
/// else `Unit` and its number in the form, from 1.
///
/// The caller puts the English label first, so that `%` becomes `Percent`.
#[must_use]
pub fn unit<'a>(id: &str, labels: impl IntoIterator<Item = &'a str>, number: usize) -> String {
    if is_word(id) {
        return type_name(id);
    }
    let name = labels.into_iter().map(camel).find(|name| is_word(name));
    name.map_or_else(|| format!("Unit{number}"), |name| escape(name, RESERVED_TYPES))
}

/// Whether a text is a word: one XID start (no underscore), then XID continues.
#[must_use]
pub fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(is_xid_start) && chars.all(is_xid_continue)
}

/// Upper camel case. Everything that is no letter or digit parts words.
fn camel(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut starts = true;
    for c in text.nfkc() {
        if c == '_' || !is_xid_continue(c) {
            starts = true;
        } else if starts {
            name.extend(c.to_uppercase());
            starts = false;
        } else {
            name.push(c);
        }
    }
    name
}

fn escape(mut name: String, reserved: &[&str]) -> String {
    if reserved.binary_search(&name.as_str()).is_ok() {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(RESERVED.is_sorted());
        assert!(RESERVED_TYPES.is_sorted());
    }

    #[test]
    fn words_of_any_target_are_escaped_everywhere() {
        for (id, name) in
            [("gen", "gen_"), ("try", "try_"), ("lambda", "lambda_"), ("order", "order_"), ("Type", "type_")]
        {
            assert_eq!(field(id), name);
        }
        assert_eq!(type_name("self"), "Self_");
        assert_eq!(type_name("type"), "Type");
    }

    #[test]
    fn ids_keep_their_script() {
        assert_eq!(field("收到申请数"), "收到申请数");
        assert_eq!(type_name("收到申请数"), "收到申请数");
    }

    #[test]
    fn case_follows_the_place_of_the_name() {
        assert_eq!(field("inPerson2Total"), "in_person2_total");
        assert_eq!(field("FTE"), "fte");
        assert_eq!(type_name("in_person"), "InPerson");
        assert_eq!(type_name("FTE"), "FTE");
    }

    #[test]
    fn full_width_letters_are_the_letters() {
        assert_eq!(field("ｆａｘ"), "fax");
    }

    #[test]
    fn units_without_letters_take_their_label() {
        assert_eq!(unit("万元", [], 1), "万元");
        assert_eq!(unit("request", [], 1), "Request");
        assert_eq!(unit("%", ["per cent", "百分之"], 1), "PerCent");
        assert_eq!(unit("‰", ["千分之"], 1), "千分之");
        assert_eq!(unit("%", ["%"], 3), "Unit3");
        assert_eq!(unit("%", ["1/100"], 3), "Unit3");
    }
}
