//! Random forms in a tree type of their own, written as YAML and, apart from that, understood.
//!
//! What a form means is worked out here a second time, from the description of the language: [`meaning`] makes a plan of
//! the drawn form without a look at its text. Front end and lowering are right where the plan that they make of the
//! text says the same of every report.

mod check;
pub mod dimension;
mod draw_number;
mod expression;
mod layout;
mod lowering;
mod make;
pub mod meaning;
mod relations;
mod scope;
mod text;
mod verdict;

pub use make::form;
pub use text::yaml;
pub use verdict::wrong_verdicts;

use tallyform::plan::{Kind, Operator, Relation, Severity};

use self::dimension::{Binding, Dimension};

/// A form. The first node is the root; each node stands before what is beneath it.
#[derive(Clone, Debug)]
pub struct Form {
    /// Units.
    pub units: Vec<Unit>,
    /// Marks.
    pub marks: Vec<Mark>,
    /// Dimensions.
    pub dimensions: Vec<Dimension>,
    /// Whether reports are `draft` or `final`.
    pub has_states: bool,
    /// All nodes.
    pub nodes: Vec<Node>,
}

/// A unit.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// Its name.
    pub id: &'static str,
    /// What it measures.
    pub kind: Kind,
    /// What it is a multiple of.
    pub of: Option<&'static str>,
    /// How much of that, as numerator and denominator.
    pub factor: (i64, i64),
    /// The factor as the form says it.
    pub spelt: Option<&'static str>,
    /// Decimal places.
    pub decimals: u8,
}

/// A mark.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Its token.
    pub token: &'static str,
    /// What it means, as the form says it.
    pub text: &'static str,
    /// What it means.
    pub meaning: Meaning,
}

/// What a mark means.
#[derive(Clone, Copy, Debug)]
pub enum Meaning {
    /// Nothing to report.
    NotApplicable,
    /// A figure of a range.
    Range(Option<End>, Option<End>),
    /// A figure of a range, withheld.
    Suppressed(Option<End>, Option<End>),
}

/// An end of a range and whether it is open.
pub type End = (i64, bool);

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The top level.
    Root,
    /// What the fields of the header stand beneath.
    Header,
    /// A field that holds a text.
    Text,
    /// `items`.
    Heading,
    /// A figure without children.
    Leaf,
    /// A figure with children.
    Whole(Relation),
    /// A heading that breaks down the figure of this number.
    Breakdown(Relation, usize),
}

/// A node.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its id.
    pub id: &'static str,
    /// The node above.
    pub parent: Option<usize>,
    /// The nodes beneath.
    pub children: Vec<usize>,
    /// What it is.
    pub class: Class,
    /// Attributes that it says.
    pub says: Attributes,
    /// `min` or `above`.
    pub lower: Option<End>,
    /// `max` or `below`.
    pub upper: Option<End>,
    /// `minus`.
    pub minus: bool,
    /// `apart`.
    pub apart: bool,
    /// Official code.
    pub code: Option<&'static str>,
    /// `by`, by number.
    pub by: Vec<usize>,
    /// Checks.
    pub checks: Vec<Check>,
}

/// What is inherited.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    /// Unit, by number.
    pub unit: Option<usize>,
    /// Decimal places.
    pub decimals: Option<u8>,
    /// Marks, by number.
    pub takes: Option<Vec<usize>>,
    /// `blank: not_applicable`.
    pub blank: Option<bool>,
    /// `required`.
    pub required: Option<bool>,
    /// `signed`.
    pub signed: Option<bool>,
    /// `rounded`.
    pub rounded: Option<u8>,
    /// `severity`.
    pub severity: Option<Grave>,
    /// `over`: a word for each of some dimensions.
    pub over: Option<Vec<(usize, Way)>>,
    /// `note`.
    pub note: Option<bool>,
}

/// A severity, or one in drafts and one in final reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grave {
    /// In both.
    Always(Severity),
    /// In each.
    By(Severity, Severity),
}

/// How a whole follows from its parts, or members from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `min`
    Min,
    /// `max`
    Max,
    /// `between`
    Between,
    /// `free`
    Free,
    /// `rising`
    Rising,
    /// `falling`
    Falling,
}

/// A check.
#[derive(Clone, Debug)]
pub struct Check {
    /// What it is about.
    pub what: What,
    /// `id`.
    pub id: Option<&'static str>,
    /// `severity`; none inside is `off`.
    pub severity: Option<Option<Grave>>,
    /// `tolerance`.
    pub tolerance: Option<Decimal>,
    /// `explained_by`.
    pub explained: Option<Explained>,
    /// `on`.
    pub on: On,
}

/// What explains a violation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Explained {
    /// `explanation`
    Explanation,
    /// `note`
    Note,
}

/// Where a check holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Everywhere.
    Both,
    /// Where every dimension with a whole is at its whole.
    Total,
    /// Where none is.
    Rows,
}

/// What a check is about.
#[derive(Clone, Debug)]
pub enum What {
    /// A statement of the author.
    That(Say),
    /// A check of the tree.
    Of(&'static str),
}

/// A decimal number: digits and how many of them are behind the point.
pub type Decimal = (i64, u32);

/// What must hold.
#[derive(Clone, Debug)]
pub enum Say {
    /// A comparison.
    Compare(Operator, Number, Number),
    /// All of them.
    And(Vec<Say>),
    /// One of them.
    Or(Vec<Say>),
    /// Not so.
    Not(Box<Say>),
    /// If, then, else.
    If(Box<Say>, Box<Say>, Option<Box<Say>>),
    /// `==` between statements, or `!=`.
    Same(Box<Say>, Box<Say>, bool),
    /// `reported(x)`.
    Reported(Name),
    /// `applies(x)`.
    Applies(Name),
}

/// A number.
#[derive(Clone, Debug)]
pub enum Number {
    /// A figure.
    Figure(Name),
    /// As written.
    Plain(Decimal),
    /// The negative.
    Minus(Box<Number>),
    /// Summands, each with whether it is taken away; the first is not.
    Sum(Vec<(bool, Number)>),
    /// A product.
    Product(Box<Number>, Box<Number>),
    /// A quotient.
    Quotient(Box<Number>, Box<Number>),
    /// `x as UNIT`.
    As(Box<Number>, usize),
    /// `abs(x)`.
    Abs(Box<Number>),
    /// `sum(…)`, `min(…)`, `max(…)` or `count(…)`.
    Call(&'static str, Vec<Argument>),
}

/// What stands in the parentheses of a function.
#[derive(Clone, Debug)]
pub enum Argument {
    /// A number.
    One(Number),
    /// `x.*`.
    Parts(Name),
    /// `x over dimension, …`.
    Over(Name, Vec<usize>),
    /// `[11]..[13]`: the two nodes.
    Range(usize, usize),
}

/// How a check names a node.
#[derive(Clone, Debug)]
pub struct Name {
    /// As it is written.
    pub spelt: String,
    /// What it means.
    pub node: usize,
    /// In the earlier report.
    pub prior: bool,
    /// What its brackets say.
    pub brackets: Binding,
}

impl Form {
    /// Whether the node has a figure of its own.
    #[must_use]
    pub fn is_figure(&self, node: usize) -> bool {
        matches!(self.nodes[node].class, Class::Leaf | Class::Whole(_))
    }

    /// The nearest value that a node or one above it says.
    fn nearest<T>(&self, node: usize, read: impl Fn(&Attributes) -> Option<T>) -> Option<T> {
        let mut here = Some(node);
        while let Some(node) = here {
            if let Some(value) = read(&self.nodes[node].says) {
                return Some(value);
            }
            here = self.nodes[node].parent;
        }
        None
    }

    /// The unit that holds at a node.
    #[must_use]
    pub fn unit(&self, node: usize) -> Option<usize> {
        self.nearest(node, |says| says.unit)
    }

    /// Of `unit` and `decimals` the nearer one says the places.
    #[must_use]
    pub fn decimals(&self, node: usize) -> u8 {
        let said = |says: &Attributes| says.decimals.or(says.unit.map(|unit| self.units[unit].decimals));
        self.nearest(node, said).unwrap_or(0)
    }

    /// Lower and upper bound of a figure.
    #[must_use]
    pub fn bounds(&self, node: usize) -> (Option<End>, Option<End>) {
        let heading = |read: fn(&Node) -> Option<End>| {
            let mut above = self.nodes[node].parent;
            while let Some(here) = above {
                let bound = read(&self.nodes[here]).filter(|_| !self.is_figure(here));
                if bound.is_some() {
                    return bound;
                }
                above = self.nodes[here].parent;
            }
            None
        };
        let signed = self.nearest(node, |says| says.signed).unwrap_or(false);
        let natural: Option<End> = (!signed).then_some((0, false));
        // Both hold: the one that leaves less. An open end leaves less than a closed one of the same value.
        let both = natural.into_iter().chain(heading(|node| node.lower)).max();
        let lower = self.nodes[node].lower.or(both);
        (lower, self.nodes[node].upper.or_else(|| heading(|node| node.upper)))
    }

    /// The parts of a node: figures beneath, through headings, without what is apart; each with whether it is deducted.
    #[must_use]
    pub fn parts(&self, node: usize) -> Vec<(usize, bool)> {
        let mut parts = Vec::new();
        for &child in &self.nodes[node].children {
            let says = &self.nodes[child];
            match says.class {
                _ if says.apart => {}
                Class::Leaf | Class::Whole(_) => parts.push((child, says.minus)),
                Class::Heading => parts.extend(self.parts(child)),
                _ => {}
            }
        }
        parts
    }

    /// Relations: the node that says one, the whole, the relation.
    #[must_use]
    pub fn relation(&self, node: usize) -> Option<(Relation, usize)> {
        match self.nodes[node].class {
            Class::Whole(relation) => Some((relation, node)),
            Class::Breakdown(relation, whole) => Some((relation, whole)),
            _ => None,
        }
    }

    /// Whether figures of two units add and compare without a word.
    #[must_use]
    pub fn convert(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.units[one], &self.units[other]);
        let said = a.of.is_some() || !matches!(a.kind, Kind::Count | Kind::Amount);
        one == other || a.kind == b.kind && a.of == b.of && said
    }

    /// Ids from the top down.
    #[must_use]
    pub fn path(&self, node: usize) -> String {
        match self.nodes[node].parent {
            None => String::new(),
            Some(0) => self.nodes[node].id.to_owned(),
            Some(parent) => format!("{}.{}", self.path(parent), self.nodes[node].id),
        }
    }
}
