//! What a revising file says at its top level beside `changes`.

use std::collections::BTreeMap;

use super::change::nothing;
use super::conflict::Restated;
use super::nodes::{DIMENSIONS, HEADER, Kind, Nodes, Part, ROOT};
use super::same;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::suggest;
use crate::yaml::{Entry, Tree, Value};

/// Mappings that extend those of the base, entry by entry.
const TABLES: [&str; 5] = ["units", "marks", "codes", "messages", "imprint"];

/// What every file says for itself.
const OWN: [&str; 3] = ["tallyform", "form", "revision"];

/// What the top level does to nodes.
#[derive(Debug, Default)]
pub(super) struct Top {
    pub(super) restated: Restated,
    /// Dimensions that are gone, and where that is said.
    pub(super) gone: Vec<(usize, Span)>,
}

/// Takes the top level of a revising file in.
pub(super) fn top(nodes: &mut Nodes, own: &[Entry], out: &mut Vec<Diagnostic>) -> Top {
    let mut top = Top::default();
    if let Some(root) = nodes.get_mut(ROOT) {
        for key in OWN {
            root.unset(key);
        }
        // They stand first, as in every file.
        let said = own.iter().filter(|entry| OWN.contains(&entry.key.text.as_str()) || is_of_revision(entry));
        root.parts.splice(0..0, said.cloned().map(Part::Entry));
    }
    for entry in own {
        let key = entry.key.text.as_str();
        match (key, &entry.value.value) {
            _ if OWN.contains(&key) || is_of_revision(entry) => {}
            ("changes", _) => {}
            ("items" | "gone", _) => {
                let changes = own.iter().find(|entry| entry.key.text == "changes");
                let diagnostic = Diagnostic::new(
                    Code::KeysExclude,
                    format!("`{key}` and `changes` exclude each other"),
                    entry.key.span,
                    if key == "items" { "the form in full" } else { "for a form in full" },
                );
                out.push(
                    match changes {
                        Some(changes) => diagnostic.also(changes.key.span, "what becomes of another one"),
                        None => diagnostic,
                    }
                    .help(match key {
                        "items" => {
                            "write the form in full, or say in `changes` what becomes of the one that it revises"
                        }
                        _ => "say it in `changes`: `address: gone`, or `{becomes: gone, because: …}`",
                    }),
                );
            }
            ("header", Value::Sequence(_)) => top.header(nodes, entry),
            ("dimensions", Value::Mapping(entries)) => {
                for entry in entries.iter() {
                    top.dimension(nodes, entry, out);
                }
                ensure(nodes, "dimensions", entry.key.span, entry.value.span, DIMENSIONS);
            }
            (_, Value::Mapping(_)) if TABLES.contains(&key) => table(nodes, entry, out),
            _ => set(nodes, ROOT, entry, out),
        }
    }
    top
}

fn is_of_revision(entry: &Entry) -> bool {
    matches!(entry.key.text.as_str(), "revises" | "because")
}

/// Makes sure that the root has a key for nodes that are there.
pub(super) fn ensure(nodes: &mut Nodes, name: &str, key: Span, span: Span, of: usize) {
    let Some(root) = nodes.get_mut(ROOT) else { return };
    if !root.parts.iter().any(|part| matches!(part, Part::List { of: known, .. } if *known == of)) {
        root.set(Part::List { key: crate::yaml::Scalar::verbatim(name, key), span, of });
    }
}

impl Top {
    fn header(&mut self, nodes: &mut Nodes, entry: &Entry) {
        let old = nodes.get_mut(HEADER).map(|header| std::mem::take(&mut header.children)).unwrap_or_default();
        self.restated.insert(HEADER, entry.key.span);
        self.restated.extend(old.into_iter().map(|field| (field, entry.key.span)));
        if let Some(part) = nodes.top(entry, false) {
            restate(nodes, HEADER);
            if let Some(root) = nodes.get_mut(ROOT) {
                root.set(part);
            }
        }
    }

    fn dimension(&mut self, nodes: &mut Nodes, entry: &Entry, out: &mut Vec<Diagnostic>) {
        let id = super::nodes::spelt(&entry.key.text);
        let old = nodes.at_home(&format!("{id}[]"));
        if same::is_word(&entry.value, "gone") {
            match old {
                Some(old) => {
                    self.gone.push((old, entry.key.span));
                    self.restated.insert(old, entry.key.span);
                    if let Some(all) = nodes.get_mut(DIMENSIONS) {
                        all.children.retain(|child| *child != old);
                    }
                }
                None => out.push(unknown(entry, "dimensions", nodes)),
            }
            return;
        }
        let new = nodes.add(DIMENSIONS, Kind::Dimension, Some(entry.key.clone()), &entry.value, false);
        let Some(old) = old else { return };
        self.restated.insert(old, entry.key.span);
        restate(nodes, new);
        // It stands where the old one stood.
        if let Some(all) = nodes.get_mut(DIMENSIONS) {
            all.children.pop();
            if let Some(at) = all.children.iter_mut().find(|child| **child == old) {
                *at = new;
            }
        }
    }
}

/// Says of a node and of all beneath it that it is written out once more.
fn restate(nodes: &mut Nodes, at: usize) {
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        let Some(node) = nodes.get_mut(at) else { continue };
        node.is_restated = true;
        open.extend(node.children.iter().copied());
    }
}

/// Extends a mapping of the base.
fn table(nodes: &mut Nodes, entry: &Entry, out: &mut Vec<Diagnostic>) {
    let key = &entry.key.text;
    let (Value::Mapping(said), Some(root)) = (&entry.value.value, nodes.get(ROOT)) else { return };
    let base = root.entry(key).cloned();
    let mut entries: Vec<Option<Entry>> = match base.as_ref().map(|base| &base.value.value) {
        Some(Value::Mapping(entries)) => entries.iter().cloned().map(Some).collect(),
        _ => Vec::new(),
    };
    let places = entries.iter().enumerate().filter_map(|(at, old)| Some((old.as_ref()?.key.text.clone(), at)));
    let places: BTreeMap<String, usize> = places.collect();
    for one in said.iter() {
        let old = places.get(&one.key.text).and_then(|at| entries.get_mut(*at));
        match (old, same::is_word(&one.value, "gone")) {
            (Some(old), true) => *old = None,
            (None, true) => out.push(unknown(one, key, nodes)),
            (Some(Some(old)), false) if same::same(&old.value, &one.value) => {
                out.push(nothing(&one.key.text, one.key.span).also(old.key.span, "says the same"));
            }
            (Some(old), false) => *old = Some(one.clone()),
            (None, false) => entries.push(Some(one.clone())),
        }
    }
    let entries: Vec<Entry> = entries.into_iter().flatten().collect();
    let Some(root) = nodes.get_mut(ROOT) else { return };
    if entries.is_empty() {
        root.unset(key);
        return;
    }
    let (key, span) = base.map_or((entry.key.clone(), entry.value.span), |base| (base.key, base.value.span));
    root.set(Part::Entry(Entry { key, value: same::mapping(entries, span) }));
}

/// Sets a key of a node, or takes it away where it has nothing behind it.
pub(super) fn set(nodes: &mut Nodes, at: usize, entry: &Entry, out: &mut Vec<Diagnostic>) {
    let key = &entry.key.text;
    let Some(node) = nodes.get_mut(at) else { return };
    let old = node.entry(key);
    let is_nothing = matches!(entry.value.value, Value::Missing);
    match old {
        None if is_nothing => {
            out.push(nothing(key, entry.key.span).note("Nothing behind a key takes away what the base says."));
        }
        Some(_) if is_nothing => node.unset(key),
        Some(old) if same::same(&old.value, &entry.value) => {
            out.push(nothing(key, entry.key.span).also(old.key.span, "says the same"));
        }
        _ => node.set(Part::Entry(entry.clone())),
    }
}

fn unknown(entry: &Entry, table: &str, nodes: &Nodes) -> Diagnostic {
    let key = &entry.key;
    let diagnostic = Diagnostic::new(
        Code::UnknownInBase,
        format!("the form before has no `{}` under `{table}`", key.text),
        key.span,
        "not in the form before",
    );
    let names: Vec<String> = match nodes.get(ROOT).and_then(|root| root.entry(table)).map(|entry| &entry.value) {
        Some(Tree { value: Value::Mapping(entries), .. }) => {
            entries.iter().map(|entry| entry.key.text.clone()).collect()
        }
        _ if table == "dimensions" => {
            let all = nodes.get(DIMENSIONS).map(|all| all.children.as_slice()).unwrap_or_default();
            all.iter().filter_map(|dimension| nodes.id(*dimension)).collect()
        }
        _ => Vec::new(),
    };
    let names = || names.iter().map(String::as_str);
    match suggest::nearest(&key.text, names()) {
        Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), key.span, near),
        None if names().next().is_none() => diagnostic.help("take it away"),
        None => diagnostic.help(format!("it has {}", suggest::list(names()))),
    }
}
