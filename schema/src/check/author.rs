//! Checks: those that the tree makes, tuned by the author, and the author's own.
//!
//! After this: check ids are unique, every tuning has its check, every check of the author is typed.

mod broadcast;
mod cell;
mod dimension;
mod explain;
mod made;
mod row;
mod said;

use std::collections::{BTreeMap, BTreeSet};

use num_rational::BigRational;
use num_traits::Signed;

use super::attribute::{Sayings, Settled};
use super::formula::Formulas;
use super::lint::Trace;
use super::message;
use super::number;
use super::over::Along;
use super::place::On;
use super::relation::{Breakdown, Cells};
use super::scope::Scope;
use super::state::{States, is_off};
use super::text::Languages;
use super::tree::{Class, relation_key};
use super::unit::Units;
use super::word;
use crate::diagnostic::{Code, Diagnostic};
use crate::expression::{self, Refused};
use crate::model::{
    Check, CheckKind, DimensionId, ExplainedBy, NodeId, Placeholder, Severities, Statement, SwitchedOff, Texts, Where,
};
use crate::names::is_word;
use crate::source::Span;
use crate::suggest;
use crate::syntax::{self, CheckTuning, FormFile, Scalar};

/// Words that name checks of the tree; an author's check may not be called so.
const OWN: [&str; 12] = [
    "parts",
    "some_parts",
    "of_which",
    "covered_by",
    "required",
    "type",
    "marks",
    "places",
    "bounds",
    "check",
    "over",
    "key",
];

/// Checks of a cell alone that may be tuned.
const OF_CELL: [&str; 5] = ["required", "type", "marks", "places", "bounds"];

use broadcast::Broadcast;
pub(crate) use cell::{CellTuning, tune_cells};
use explain::explained;
use made::{MadeByTree, tree_check};
pub(crate) use row::RowTuning;
use said::Said;

/// What is read besides the tree.
pub(crate) struct Sources<'a> {
    pub(crate) file: &'a FormFile,
    pub(crate) scope: &'a Scope<'a>,
    pub(crate) settled: &'a [Settled],
    pub(crate) states: &'a States,
    pub(crate) breakdowns: &'a [Breakdown],
    pub(crate) along: &'a [Along],
}

/// A check with what the author wrote, for the checks upon checks.
pub(crate) struct Written {
    pub(crate) check: Check,
    /// Where the parts of each statement stand; none for a check that the tree makes.
    pub(crate) traces: Vec<Trace>,
    /// A dimension or a member says it.
    pub(crate) of_members: bool,
}

impl Written {
    /// Whether the tree makes it.
    pub(crate) fn is_made_by_tree(&self) -> bool {
        self.check.kind != CheckKind::Author
    }
}

/// All checks over figures, in form order, and what the author says of checks of single cells and of rows.
pub(crate) struct Checks {
    pub(crate) written: Vec<Written>,
    pub(crate) cells: Vec<CellTuning>,
    pub(crate) rows: Vec<RowTuning>,
}

/// Reads all checks.
pub(crate) fn checks(
    sources: &Sources<'_>,
    cells: &Cells<'_>,
    units: &mut Units,
    languages: &mut Languages,
    sayings: &mut Sayings,
    out: &mut Vec<Diagnostic>,
) -> Checks {
    let mut written = Vec::new();
    let mut tunings = Vec::new();
    let mut rows = Vec::new();
    let relations: BTreeMap<NodeId, &Breakdown> =
        sources.breakdowns.iter().map(|breakdown| (breakdown.node, breakdown)).collect();
    let tree = sources.scope.tree;
    let mut left = crate::limits::MAX_NAMED;
    let mut along = sources.along.iter().peekable();
    let of_members = dimension::checks(sources, languages, out);
    let mut once = BTreeSet::new();
    for node in tree.ids() {
        let Some(entry) = tree.get(node) else { continue };
        let said: &[syntax::Check] = match (entry.class, entry.says) {
            (Class::Root, _) => &sources.file.checks,
            (_, Some(says)) => &says.checks,
            _ => &[],
        };
        let inherited = sources.settled.get(node.0 as usize).and_then(|settled| settled.severity.as_ref());
        let severity = || inherited.map_or_else(|| sources.states.usual(), |said| (*said.value).clone());
        let relation = relations.get(&node).copied();
        if relation.is_some() || !said.is_empty() {
            inherited.into_iter().for_each(|inherited| sayings.heed(inherited.by));
        }
        let mut here: Vec<&Along> = Vec::new();
        while let Some(one) = along.next_if(|one| one.figure == node) {
            here.push(one);
        }
        if !here.is_empty() {
            inherited.into_iter().for_each(|inherited| sayings.heed(inherited.by));
        }
        let mut place = Place { node, severity: severity(), ids: BTreeMap::new(), rows: Vec::new() };
        let (tuned, of_cell) = place.tune(sources, cells, said, languages, out);
        let of_relation = entry.class.relation().and_then(|relation| tuned.get(relation_key(relation)).copied());
        tunings.extend(of_cell);
        rows.append(&mut place.rows);
        if let Some(breakdown) = relation {
            let made = MadeByTree::of_relation(breakdown);
            written.extend(tree_check(sources, cells, made, &place.severity, of_relation, languages, out));
        }
        for one in here {
            let made = MadeByTree::of_dimension(one);
            written.extend(tree_check(
                sources,
                cells,
                made,
                &place.severity,
                tuned.get(one.name.as_str()).copied(),
                languages,
                out,
            ));
        }
        let mut formulas = Formulas {
            scope: sources.scope,
            cells,
            units,
            trace: Trace::default(),
            left,
            binding: BTreeMap::new(),
            blocked: false,
            has_period: sources.file.keys.iter().any(|key| key.name == "period"),
            members: None,
        };
        for of in &of_members {
            if let Some(made) = of.at(node, &place, &mut formulas, &mut once, out) {
                inherited.into_iter().for_each(|inherited| sayings.heed(inherited.by));
                written.push(made);
            }
        }
        for check in said {
            if let CheckTuning::That(text) = &check.subject {
                written.extend(place.author(sources, &mut formulas, check, text, languages, out));
            }
        }
        left = formulas.left;
    }
    dimension::report_idle(sources.scope.tree, &of_members, &written, out);
    Checks { written, cells: tunings, rows }
}

/// The checks of one node.
struct Place {
    node: NodeId,
    severity: Severities,
    /// Ids of the author's checks, and tunings.
    ids: BTreeMap<String, Span>,
    /// What is said of the checks of rows that stand at the node.
    rows: Vec<RowTuning>,
}

impl Place {
    /// The tuning of the node's relation, and those of its cell's own checks.
    fn tune<'c>(
        &mut self,
        sources: &Sources<'_>,
        cells: &Cells<'_>,
        said: &'c [syntax::Check],
        languages: &mut Languages,
        out: &mut Vec<Diagnostic>,
    ) -> (BTreeMap<&'c str, &'c syntax::Check>, Vec<CellTuning>) {
        let mut tuned = BTreeMap::new();
        let mut tunings = Vec::new();
        for check in said {
            let CheckTuning::Of(of) = &check.subject else { continue };
            if let Some(first) = self.ids.get(&format!("of {}", of.text)) {
                out.push(
                    Diagnostic::new(
                        Code::DuplicateCheck,
                        format!("the check `{}` is tuned twice", of.text),
                        of.span,
                        "again here",
                    )
                    .also(*first, "first here")
                    .help("make one of the two"),
                );
                continue;
            }
            self.ids.insert(format!("of {}", of.text), of.span);
            if let Some(id) = &check.id {
                out.push(
                    Diagnostic::new(
                        Code::KeysExclude,
                        "a check that the tree makes has its id already",
                        id.span,
                        "a second id",
                    )
                    .also(of.span, "the check that is tuned")
                    .help("take `id` away"),
                );
            }
            if self.tune_rows(sources, check, of, languages, out) {
                continue;
            }
            match self.available(sources, cells).iter().any(|known| *known == of.text) {
                false => out.push(self.no_such(sources, cells, of)),
                true if OF_CELL.contains(&of.text.as_str()) => {
                    tunings.push(self.tune_cell(sources, cells, check, of, languages, out));
                }
                true => {
                    tuned.insert(of.text.as_str(), check);
                }
            }
        }
        (tuned, tunings)
    }

    /// The checks of the tree that this node has.
    fn available<'s>(&self, sources: &Sources<'s>, cells: &Cells<'_>) -> Vec<&'s str> {
        let mut available: Vec<&'s str> = Vec::new();
        let start = sources.along.partition_point(|along| along.figure < self.node);
        let along = sources.along.get(start..).unwrap_or_default();
        available.extend(along.iter().take_while(|along| along.figure == self.node).map(|along| along.name.as_str()));
        if let Some(relation) = sources.scope.tree.get(self.node).and_then(|entry| entry.class.relation()) {
            available.push(relation_key(relation));
        }
        if let Some(made) = cells.get(self.node) {
            available.extend(OF_CELL.iter().filter(|key| **key != "required" || made.cell.required.is_some()));
        }
        available
    }

    fn no_such(&self, sources: &Sources<'_>, cells: &Cells<'_>, of: &Scalar) -> Diagnostic {
        let rows = row::names(sources.scope.tree, self.node);
        let mut available = self.available(sources, cells);
        available.extend(rows.iter().map(|(name, ..)| name.as_str()));
        let path = match sources.scope.tree.path(self.node) {
            "" => "the root".to_owned(),
            path => format!("`{path}`"),
        };
        let diagnostic = Diagnostic::new(
            Code::NoSuchCheck,
            format!("{path} has no check `{}` to tune", of.text),
            of.span,
            "no such check here",
        );
        if of.text == "required" && cells.get(self.node).is_some() {
            return diagnostic.help("the figure may be blank; say `required: true` first");
        }
        match suggest::nearest(&of.text, available.iter().copied()) {
            Some(near) => diagnostic.replace(format!("did you mean `{near}`?"), of.span, near),
            None if available.is_empty() => {
                diagnostic.help("the tree makes no check here; say what must hold with `that`")
            }
            None => diagnostic.help(format!("the tree makes {} here", suggest::list(available))),
        }
    }

    /// A check of the author.
    fn author(
        &mut self,
        sources: &Sources<'_>,
        formulas: &mut Formulas<'_>,
        check: &syntax::Check,
        text: &Scalar,
        languages: &mut Languages,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Written> {
        let said = self.read(sources, (check, text), languages, out);
        let term = match expression::parse(text) {
            Ok(term) => term,
            Err(refused) => {
                out.push(named_like_grammar(refused, self.node, formulas.scope));
                return None;
            }
        };
        let explained = explained(check, self.node, formulas.scope, out);
        let made = self.broadcast(formulas, check, &term, said.tolerance.as_ref(), out);
        let placeholders = check.message.as_ref().map_or_else(Vec::new, |message| {
            let bound = made.as_ref().map(|made| made.free.as_slice());
            message::placeholders(message, self.node, bound, formulas.scope, formulas.cells, out)
        });
        let made = made?;
        if let (Some(tolerance), Some(statement)) = (&check.tolerance, made.statements.first())
            && !compares(statement)
        {
            out.push(no_comparison(tolerance.span));
        }
        let id = format!("{}:{}", formulas.scope.tree.path(self.node), said.id.as_ref()?);
        self.written(id, &said, made, placeholders, explained)
    }
}

/// The checks of the tree that are switched off.
pub(crate) fn switched_off(
    tree: &super::tree::Tree<'_>,
    languages: &mut Languages,
    out: &mut Vec<Diagnostic>,
) -> Vec<SwitchedOff> {
    let mut off = Vec::new();
    for node in tree.ids() {
        let said = tree.get(node).and_then(|entry| entry.says).map_or(&[][..], |says| &says.checks);
        for check in said {
            let is_off = check.severity.as_ref().is_some_and(is_off);
            if let (CheckTuning::Of(of), true) = (&check.subject, is_off) {
                let because = languages.maybe(check.because.as_ref(), out).unwrap_or_default();
                off.push(SwitchedOff { node, check: of.text.clone(), because });
            }
        }
    }
    off
}

/// Where a node has the name of the word that does not fit, the node was meant.
fn named_like_grammar(refused: Refused, from: NodeId, scope: &Scope<'_>) -> Diagnostic {
    let Refused { diagnostic, words } = refused;
    let Some((word, node)) = words.iter().find_map(|word| Some((word, scope.in_reach(from, &word.text)?))) else {
        return *diagnostic;
    };
    let spelt = scope.spell(from, node);
    let mut diagnostic = Diagnostic::new(
        Code::ExpressionSyntax,
        format!("`{}` is a word of the grammar, and the name of a node only behind a dot", word.text),
        word.span,
        "not read as a name",
    );
    if let Some(span) = scope.tree.span(node) {
        diagnostic = diagnostic.also(span, "the node of this name");
    }
    diagnostic.replace(format!("write `{spelt}`, from the root, for the node"), word.span, spelt)
}

fn tolerance(check: &syntax::Check, out: &mut Vec<Diagnostic>) -> Option<BigRational> {
    let said = check.tolerance.as_ref()?;
    let value = number::rational(said, out)?;
    if value.is_negative() {
        out.push(
            Diagnostic::new(Code::BadTolerance, "a tolerance is below zero", said.span, "below zero")
                .help("say by how much the comparison may miss, such as `tolerance: 1`"),
        );
        return None;
    }
    Some(value)
}

fn no_comparison(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadTolerance, "a tolerance stands where nothing is compared", span, "nothing to be tolerated")
        .help("take it away; it is for checks that compare two numbers")
}

/// `on` chooses among the bindings of a check of the author.
fn not_on(check: &syntax::Check, out: &mut Vec<Diagnostic>) {
    if let Some(on) = &check.on {
        out.push(
            Diagnostic::new(
                Code::KeyDoesNotApply,
                "`on` does not go with a check that the tree makes",
                on.span,
                "made for the total and for rows",
            )
            .help("take it away; a check of the author, with `that`, may say where it is judged"),
        );
    }
}

fn reason(check: &syntax::Check, out: &mut Vec<Diagnostic>) {
    if check.because.is_none() {
        let span = check.severity.as_ref().map_or(check.span, |severity| severity.span);
        out.push(
            Diagnostic::new(Code::OffWithoutReason, "a check is switched off without a reason", span, "why?")
                .help("add `because: …`, for those who read the form later"),
        );
    }
}

fn compares(statement: &Statement) -> bool {
    match statement {
        Statement::Compare { .. } => true,
        Statement::And(all) | Statement::Or(all) => all.iter().any(compares),
        Statement::Not(inner) => compares(inner),
        Statement::If { condition, then, otherwise } => {
            compares(condition) || compares(then) || otherwise.as_deref().is_some_and(compares)
        }
        Statement::Same(left, right) | Statement::Differ(left, right) => compares(left) || compares(right),
        Statement::Reported(_) | Statement::Applies(_) | Statement::Ordered { .. } => false,
    }
}
