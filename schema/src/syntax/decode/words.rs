//! The keys and words of the language, in the order in which messages list them.

pub(crate) const FILE: &[&str] = &[
    "tallyform",
    "form",
    "revision",
    "title",
    "languages",
    "base",
    "period",
    "identity",
    "imprint",
    "units",
    "marks",
    "codes",
    "header",
    "dimensions",
    "states",
    "messages",
    "by",
    "check",
    "items",
    "revises",
    "because",
    "changes",
    "gone",
    "min",
    "max",
    "above",
    "below",
    "unit",
    "decimals",
    "takes",
    "blank",
    "required",
    "signed",
    "rounded",
    "severity",
    "over",
    "note",
    "columns",
];

pub(crate) const NODE: &[&str] = &[
    "id",
    "label",
    "definition",
    "code",
    "check",
    "by",
    "except",
    "at",
    "printed",
    "total",
    "minus",
    "apart",
    "whole",
    "min",
    "max",
    "above",
    "below",
    "type",
    "pattern",
    "max_length",
    "of",
    "many",
    "was",
    "comparable",
    "because",
    "unit",
    "decimals",
    "takes",
    "blank",
    "required",
    "signed",
    "rounded",
    "severity",
    "over",
    "note",
    "columns",
    "items",
    "parts",
    "some_parts",
    "of_which",
    "covered_by",
];

/// What a change of a node may say beside the attributes to set.
pub(crate) const CHANGE: &[&str] = &["under", "add", "before", "after", "becomes", "into"];

/// What a node may become.
pub(crate) const BECOMES: &[&str] = &["items", "parts", "some_parts", "of_which", "covered_by", "gone"];

pub(crate) const UNIT: &[&str] = &["label", "kind", "of", "factor", "decimals", "printed"];
pub(crate) const MARK: &[&str] = &["means", "min", "max", "above", "below", "suppressed", "also"];
pub(crate) const RANGE: &[&str] = &["min", "max", "above", "below"];
pub(crate) const CODE_LIST: &[&str] = &["codes", "external", "within", "dated"];
pub(crate) const CODE: &[&str] = &["code", "label"];
pub(crate) const PERIOD: &[&str] = &["every", "starts"];
pub(crate) const TOTAL: &[&str] = &["label", "at"];
pub(crate) const NOTE: &[&str] = &["label"];
pub(crate) const NUMBERED: &[&str] = &["n", "label"];
pub(crate) const OPEN: &[&str] = &["key", "min", "max"];
pub(crate) const CHECK: &[&str] =
    &["id", "that", "of", "severity", "because", "message", "tolerance", "on", "explained_by"];

pub(crate) const EVERY: &[&str] = &["year", "half", "quarter", "month", "week", "day"];
pub(crate) const KIND: &[&str] = &["count", "amount", "money", "duration", "ratio"];
pub(crate) const MEANS: &[&str] = &["not_applicable", "suppressed"];
pub(crate) const BLANK: &[&str] = &["not_reported", "not_applicable"];
pub(crate) const SEVERITY: &[&str] = &["error", "warning", "info", "off"];
pub(crate) const OVER: &[&str] = &["sum", "min", "max", "between", "free", "rising", "falling"];
pub(crate) const COLUMNS: &[&str] = &["items", "members", "both"];
pub(crate) const AT: &[&str] = &["first", "last", "foot"];
pub(crate) const TYPE: &[&str] = &["text", "date", "year", "bool", "code"];
pub(crate) const ON: &[&str] = &["rows", "total", "both"];
pub(crate) const EXPLAINED_BY: &[&str] = &["note", "explanation"];
pub(crate) const BOOL: &[&str] = &["true", "false"];
pub(crate) const YES_NO: &[&str] = &["yes", "no"];

/// What people write for a key or a word of the language, from what other tools call it.
const SYNONYMS: &[(&str, &str)] = &[
    ("mandatory", "required"),
    ("name", "label"),
    ("name", "id"),
    ("title", "label"),
    ("caption", "label"),
    ("key", "id"),
    ("description", "definition"),
    ("explanation", "definition"),
    ("help", "definition"),
    ("number", "code"),
    ("children", "items"),
    ("fields", "items"),
    ("nodes", "items"),
    ("components", "parts"),
    ("sum_of", "parts"),
    ("includes", "of_which"),
    ("including", "of_which"),
    ("deducted", "minus"),
    ("subtract", "minus"),
    ("negative", "signed"),
    ("minimum", "min"),
    ("maximum", "max"),
    ("precision", "decimals"),
    ("places", "decimals"),
    ("digits", "decimals"),
    ("scale", "factor"),
    ("multiplier", "factor"),
    ("type", "kind"),
    ("currency", "of"),
    ("rule", "check"),
    ("validate", "check"),
    ("expression", "that"),
    ("condition", "that"),
    ("assert", "that"),
    ("level", "severity"),
    ("text", "message"),
    ("reason", "because"),
    ("comment", "because"),
    ("regex", "pattern"),
    ("values", "codes"),
    ("options", "codes"),
    ("version", "revision"),
    ("yes", "true"),
    ("on", "true"),
    ("y", "true"),
    ("1", "true"),
    ("no", "false"),
    ("off", "false"),
    ("n", "false"),
    ("0", "false"),
    ("string", "text"),
    ("boolean", "bool"),
    ("enum", "code"),
    ("choice", "code"),
    ("percent", "ratio"),
    ("percentage", "ratio"),
    ("rate", "ratio"),
    ("time", "duration"),
    ("currency", "money"),
    ("fatal", "error"),
];

/// The word that other tools call `word`, where it may stand.
pub(super) fn meant(word: &str, known: impl Fn(&'static str) -> bool) -> Option<&'static str> {
    let word = word.to_lowercase();
    SYNONYMS.iter().find(|(other, own)| *other == word && known(own)).map(|(_, own)| *own)
}
