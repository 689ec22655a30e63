//! What a drawn form means, as a plan that is made from the drawing and not from its text.
//!
//! It holds what decides outcomes: nodes, cells, rules. Texts, messages and places are left out.

use num_rational::BigRational;
use tallyform::exact::Ratio;
use tallyform::plan::{
    self, BlankIsNotApplicable, Bound, Cell, CellChecks, Content, ExplainedBy, Expr, FORMAT, Figure, Kind, Operator,
    Place, Plan, Relation, Rule, RuleKind, Severity, Statement,
};

use super::text::relation_key;
use super::{Argument, Attributes, Check, Class, Decimal, End, Form, Meaning, Number, Say, What};

/// The plan of the form.
#[must_use]
pub fn plan(form: &Form) -> Plan {
    let cells = Cells::of(form);
    Plan {
        plan: FORMAT,
        tool: String::new(),
        form: "org.example.drawn".to_owned(),
        revision: "1".to_owned(),
        title: Default::default(),
        languages: vec!["en".to_owned()],
        base: None,
        period: None,
        identity: Vec::new(),
        imprint: Vec::new(),
        sources: Vec::new(),
        units: form.units.iter().map(unit).collect(),
        marks: form.marks.iter().map(mark).collect(),
        codes: Default::default(),
        states: Vec::new(),
        dimensions: Vec::new(),
        sections: Vec::new(),
        nodes: (0..form.nodes.len()).map(|node| self::node(form, &cells, node)).collect(),
        cells: (0..form.nodes.len()).filter(|&node| cells.0[node].is_some()).map(|n| cell(form, &cells, n)).collect(),
        rules: (0..form.nodes.len()).flat_map(|node| rules(form, &cells, node)).collect(),
        messages: Default::default(),
    }
}

/// What a statement of the author means.
#[must_use]
pub fn statement(form: &Form, say: &Say, tolerance: Option<Decimal>) -> Statement {
    Lowering { form, cells: &Cells::of(form), tolerance: tolerance.map(decimal) }.statement(say)
}

/// The number of each node's cell.
struct Cells(Vec<Option<u32>>);

impl Cells {
    fn of(form: &Form) -> Self {
        let mut next = 0;
        let number = |node: usize| {
            let has_one = form.is_figure(node) || form.nodes[node].class == Class::Text;
            next += u32::from(has_one);
            has_one.then(|| next - 1)
        };
        Self((0..form.nodes.len()).map(number).collect())
    }

    fn at(&self, node: usize) -> u32 {
        self.0[node].unwrap_or(u32::MAX)
    }
}

fn index(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn ratio(numerator: i64, denominator: i64) -> Ratio {
    Ratio::from(BigRational::new(numerator.into(), denominator.into()))
}

fn bound(end: End) -> Bound {
    Bound { value: ratio(end.0, 1), open: end.1 }
}

fn decimal((digits, places): Decimal) -> Ratio {
    ratio(digits, 10_i64.pow(places))
}

fn unit(unit: &super::Unit) -> plan::Unit {
    plan::Unit {
        id: unit.id.to_owned(),
        type_name: String::new(),
        label: Default::default(),
        kind: unit.kind,
        of: unit.of.map(str::to_owned),
        factor: ratio(unit.factor.0, unit.factor.1),
        decimals: unit.decimals,
        unprinted: false,
    }
}

fn mark(mark: &super::Mark) -> plan::Mark {
    let meaning = match mark.meaning {
        Meaning::NotApplicable => plan::Meaning::NotApplicable,
        Meaning::Range(lower, upper) => plan::Meaning::Range { lower: lower.map(bound), upper: upper.map(bound) },
        Meaning::Suppressed(lower, upper) => {
            plan::Meaning::Suppressed { lower: lower.map(bound), upper: upper.map(bound) }
        }
    };
    plan::Mark { token: mark.token.to_owned(), also: Vec::new(), meaning }
}

fn node(form: &Form, cells: &Cells, node: usize) -> plan::Node {
    let says = &form.nodes[node];
    plan::Node {
        id: says.id.to_owned(),
        name: String::new(),
        type_name: String::new(),
        path: form.path(node),
        parent: says.parent.map(index),
        children: says.children.iter().map(|&child| index(child)).collect(),
        cell: cells.0[node],
        label: Default::default(),
        total_label: None,
        definition: None,
        code: says.code.map(str::to_owned),
        relation: form.relation(node).map(|(relation, _)| relation),
        whole: match says.class {
            Class::Breakdown(_, whole) => Some(index(whole)),
            _ => None,
        },
        minus: says.minus,
        apart: says.apart,
        at: None,
        total_at: None,
        unprinted: false,
        by: Vec::new(),
        coordinate: None,
        layout: None,
        first: None,
        columns: None,
        place: Place { file: 0, line: 1, column: 1 },
    }
}

fn severity(form: &Form, node: usize) -> Severity {
    form.nearest(node, |says| says.severity).unwrap_or(Severity::Error)
}

fn cell(form: &Form, cells: &Cells, node: usize) -> Cell {
    let says = &form.nodes[node];
    let is_text = says.class == Class::Text;
    let end = if says.children.is_empty() { "" } else { "/total" };
    let content = if is_text {
        Content::Text { pattern: None, max_length: None }
    } else {
        let (lower, upper) = form.bounds(node);
        Content::Figure(Figure {
            unit: index(form.unit(node).unwrap_or(0)),
            decimals: form.decimals(node),
            lower: lower.map(bound),
            upper: upper.map(bound),
            rounded: form.nearest(node, |says| says.rounded),
        })
    };
    let takes = form.nearest(node, |says| says.takes.clone()).unwrap_or_default();
    // A text has no range.
    let takes =
        takes.into_iter().filter(|&mark| !is_text || matches!(form.marks[mark].meaning, Meaning::NotApplicable));
    let blank = !is_text && form.nearest(node, |says| says.blank).unwrap_or(false);
    let severity = severity(form, node);
    let required = form.nearest(node, |says: &Attributes| says.required).unwrap_or(false);
    let mut checks = CellChecks {
        required: required.then_some(severity.into()),
        kind: Some(severity.into()),
        marks: Some(severity.into()),
        places: Some(severity.into()),
        bounds: Some(severity.into()),
    };
    for check in &says.checks {
        if let (What::Of(name), Some(severity)) = (&check.what, check.severity.map(|said| said.map(Into::into))) {
            match *name {
                "required" => checks.required = severity,
                "type" => checks.kind = severity,
                "marks" => checks.marks = severity,
                "places" => checks.places = severity,
                "bounds" => checks.bounds = severity,
                _ => {}
            }
        }
    }
    let blank = blank.then(|| {
        let mut beneath = Vec::new();
        self::beneath(form, node, &mut beneath);
        let mut beneath: Vec<u32> = beneath.into_iter().map(|node| cells.at(node)).collect();
        beneath.sort_unstable();
        BlankIsNotApplicable { beneath, table: table(form, node) }
    });
    Cell {
        node: index(node),
        pointer: format!("/{}{end}", form.path(node).replace('.', "/")),
        section: None,
        content,
        takes: takes.map(index).collect(),
        blank,
        checks,
        remarks: Vec::new(),
    }
}

/// Parts, their parts and so on, in every breakdown of each.
fn beneath(form: &Form, whole: usize, found: &mut Vec<usize>) {
    for node in 0..form.nodes.len() {
        if form.relation(node).is_some_and(|(_, of)| of == whole) {
            for (part, _) in form.parts(node) {
                if !found.contains(&part) {
                    found.push(part);
                    beneath(form, part, found);
                }
            }
        }
    }
}

/// A table is a child of the root; figures that are children of the root are one.
fn table(form: &Form, node: usize) -> u32 {
    let mut top = node;
    while let Some(parent) = form.nodes[top].parent.filter(|&parent| parent != 0) {
        top = parent;
    }
    if form.is_figure(top) { 0 } else { index(top) }
}

fn rules(form: &Form, cells: &Cells, node: usize) -> Vec<Rule> {
    let mut rules = Vec::new();
    let checks = &form.nodes[node].checks;
    let path = form.path(node);
    let mut push = |id: &str, kind, check: Option<&Check>, statements| {
        let severity = match check.and_then(|check| check.severity) {
            Some(None) => return,
            Some(Some(said)) => said,
            None => severity(form, node),
        };
        rules.push(Rule {
            id: format!("{path}:{id}"),
            kind,
            node: index(node),
            severity: severity.into(),
            statements,
            free: Vec::new(),
            wheres: Vec::new(),
            message: Default::default(),
            because: None,
            text: String::new(),
            explained_by: check.filter(|check| check.explained).map(|_| ExplainedBy::Explanation),
            place: Place { file: 0, line: 1, column: 1 },
        });
    };
    if let Some((relation, whole)) = form.relation(node) {
        let key = relation_key(relation);
        let tuned = checks.iter().find(|check| matches!(check.what, What::Of(name) if name == key));
        let tolerance = tuned.and_then(|check| check.tolerance).map(decimal);
        push(key, kind(relation), tuned, of_relation(form, cells, (relation, whole), &form.parts(node), tolerance));
    }
    for check in checks {
        if let What::That(say) = &check.what {
            let lowering = Lowering { form, cells, tolerance: check.tolerance.map(decimal) };
            push(check.id.unwrap_or("check"), RuleKind::Check, Some(check), vec![lowering.statement(say)]);
        }
    }
    rules
}

fn kind(relation: Relation) -> RuleKind {
    match relation {
        Relation::Parts => RuleKind::Parts,
        Relation::SomeParts => RuleKind::SomeParts,
        Relation::OfWhich => RuleKind::OfWhich,
        Relation::CoveredBy => RuleKind::CoveredBy,
    }
}

fn of_relation(
    form: &Form,
    cells: &Cells,
    (relation, whole): (Relation, usize),
    parts: &[(usize, bool)],
    tolerance: Option<Ratio>,
) -> Vec<Statement> {
    let figure = |node: usize, like: usize| {
        let from = Measure::Unit(form.unit(node).unwrap_or(0));
        in_measure(form, Expr::Cell(cells.at(node)), from, Measure::Unit(form.unit(like).unwrap_or(0)))
    };
    let sum = || {
        let term = |&(part, minus): &(usize, bool)| {
            let part = figure(part, whole);
            if minus { Expr::Minus(Box::new(part)) } else { part }
        };
        Expr::Sum(parts.iter().map(term).collect())
    };
    let own = |node| Expr::Cell(cells.at(node));
    let compare = |op, left, right| Statement::Compare { op, left, right, tolerance: tolerance.clone() };
    let each = parts.iter().map(|&(part, _)| compare(Operator::AtMost, own(part), figure(whole, part)));
    match relation {
        Relation::Parts => vec![compare(Operator::Equal, own(whole), sum())],
        Relation::SomeParts => vec![compare(Operator::AtMost, sum(), own(whole))],
        Relation::OfWhich => each.collect(),
        Relation::CoveredBy => each.chain([compare(Operator::AtMost, own(whole), sum())]).collect(),
    }
}

/// What a number is measured in.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Measure {
    /// A number as written, which takes the unit of the figure beside it.
    Plain,
    /// A quotient of figures.
    Quotient,
    /// A figure.
    Unit(usize),
}

/// How much of its base a number in this measure is.
fn factor(form: &Form, measure: Measure) -> BigRational {
    let (numerator, denominator) = match measure {
        Measure::Unit(unit) => form.units[unit].factor,
        _ => (1, 1),
    };
    BigRational::new(numerator.into(), denominator.into())
}

fn in_measure(form: &Form, expr: Expr, from: Measure, to: Measure) -> Expr {
    if from == to || from == Measure::Plain || to == Measure::Plain {
        return expr;
    }
    Expr::Scale { by: (factor(form, from) / factor(form, to)).into(), of: Box::new(expr) }
}

struct Lowering<'a> {
    form: &'a Form,
    cells: &'a Cells,
    tolerance: Option<Ratio>,
}

impl Lowering<'_> {
    fn statement(&self, say: &Say) -> Statement {
        let boxed = |say: &Say| Box::new(self.statement(say));
        match say {
            Say::Compare(op, left, right) => {
                let (left, lead) = self.number(left);
                let (right, measure) = self.number(right);
                let right = in_measure(self.form, right, measure, lead);
                Statement::Compare { op: *op, left, right, tolerance: self.tolerance.clone() }
            }
            Say::And(all) => Statement::And(all.iter().map(|one| self.statement(one)).collect()),
            Say::Or(all) => Statement::Or(all.iter().map(|one| self.statement(one)).collect()),
            Say::Not(inner) => Statement::Not(boxed(inner)),
            Say::If(condition, then, otherwise) => Statement::If {
                condition: boxed(condition),
                then: boxed(then),
                otherwise: otherwise.as_ref().map(|otherwise| boxed(otherwise)),
            },
            Say::Same(left, right, true) => Statement::Same(boxed(left), boxed(right)),
            Say::Same(left, right, false) => Statement::Differ(boxed(left), boxed(right)),
            Say::Reported(name) => Statement::Reported(Expr::Cell(self.cells.at(name.node))),
            Say::Applies(name) => Statement::Applies(Expr::Cell(self.cells.at(name.node))),
        }
    }

    fn figure(&self, node: usize) -> (Expr, Measure) {
        (Expr::Cell(self.cells.at(node)), Measure::Unit(self.form.unit(node).unwrap_or(0)))
    }

    fn number(&self, number: &Number) -> (Expr, Measure) {
        match number {
            Number::Figure(name) => self.figure(name.node),
            Number::Plain(value) => (Expr::Number(decimal(*value)), Measure::Plain),
            Number::Minus(inner) => {
                let (inner, measure) = self.number(inner);
                (Expr::Minus(Box::new(inner)), measure)
            }
            Number::Abs(inner) => {
                let (inner, measure) = self.number(inner);
                (Expr::Abs(Box::new(inner)), measure)
            }
            Number::Sum(terms) => {
                let terms = terms.iter().map(|(minus, term)| (*minus, self.number(term))).collect();
                let (terms, measure) = self.alike(terms);
                (Expr::Sum(terms), measure)
            }
            Number::Product(left, right) => {
                let ((left, a), (right, b)) = (self.number(left), self.number(right));
                // A ratio is counted in ones, whatever its unit, where something is multiplied by it.
                let pure = |expr, measure| match self.is_ratio(measure) {
                    true => (in_measure(self.form, expr, measure, Measure::Quotient), true),
                    false => (expr, false),
                };
                if a == Measure::Plain || b == Measure::Plain {
                    let measure = if a == Measure::Plain { b } else { a };
                    return (Expr::Product(Box::new(left), Box::new(right)), measure);
                }
                let ((left, left_is_ratio), (right, right_is_ratio)) = (pure(left, a), pure(right, b));
                let measure = match (left_is_ratio, right_is_ratio) {
                    (true, true) => Measure::Quotient,
                    (true, false) => b,
                    _ => a,
                };
                (Expr::Product(Box::new(left), Box::new(right)), measure)
            }
            Number::Quotient(left, right) => {
                let ((left, a), (right, b)) = (self.number(left), self.number(right));
                if b == Measure::Plain {
                    return (Expr::Quotient(Box::new(left), Box::new(right)), a);
                }
                let like = if a == Measure::Plain { Measure::Quotient } else { a };
                let right = in_measure(self.form, right, b, like);
                (Expr::Quotient(Box::new(left), Box::new(right)), Measure::Quotient)
            }
            Number::As(inner, unit) => {
                let (inner, measure) = self.number(inner);
                (in_measure(self.form, inner, measure, Measure::Unit(*unit)), Measure::Unit(*unit))
            }
            Number::Call("count", arguments) => {
                let nodes = arguments.iter().flat_map(|one| self.nodes(one));
                (Expr::Count(nodes.map(|(node, _)| Expr::Cell(self.cells.at(node))).collect()), Measure::Plain)
            }
            Number::Call(function, arguments) => {
                let mut terms = Vec::new();
                for argument in arguments {
                    match argument {
                        Argument::One(one) => terms.push((false, self.number(one))),
                        many => terms.extend(
                            self.nodes(many)
                                .into_iter()
                                .map(|(node, minus)| (minus && *function == "sum", self.figure(node))),
                        ),
                    }
                }
                let (terms, measure) = self.alike(terms);
                let expr = match *function {
                    "min" => Expr::Min(terms),
                    "max" => Expr::Max(terms),
                    _ => Expr::Sum(terms),
                };
                (expr, measure)
            }
        }
    }

    fn is_ratio(&self, measure: Measure) -> bool {
        match measure {
            Measure::Plain => false,
            Measure::Quotient => true,
            Measure::Unit(unit) => self.form.units[unit].kind == Kind::Ratio,
        }
    }

    /// The figures of an argument, each with whether it is deducted.
    fn nodes(&self, argument: &Argument) -> Vec<(usize, bool)> {
        match argument {
            Argument::One(Number::Figure(name)) => vec![(name.node, false)],
            Argument::One(_) => Vec::new(),
            Argument::Parts(name) => self.form.parts(name.node),
            Argument::Range(first, last) => {
                let coded = |&node: &usize| self.form.is_figure(node) && self.form.nodes[node].code.is_some();
                (*first..=*last).filter(coded).map(|node| (node, false)).collect()
            }
        }
    }

    /// All in the measure of the first that has one.
    fn alike(&self, terms: Vec<(bool, (Expr, Measure))>) -> (Vec<Expr>, Measure) {
        let measures = terms.iter().map(|(_, (_, measure))| *measure);
        let lead = measures.into_iter().find(|measure| *measure != Measure::Plain).unwrap_or(Measure::Plain);
        let one = |(minus, (expr, measure))| {
            let expr = in_measure(self.form, expr, measure, lead);
            if minus { Expr::Minus(Box::new(expr)) } else { expr }
        };
        (terms.into_iter().map(one).collect(), lead)
    }
}
