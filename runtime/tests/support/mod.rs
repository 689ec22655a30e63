//! A small form for tests, and statements from text.

#![allow(dead_code, unreachable_pub, reason = "each test program uses a part")]

pub mod reports;
pub mod sections;
pub mod tables;

use std::collections::BTreeMap;

use tallyform_runtime::exact::Ratio;
use tallyform_runtime::plan::{
    BlankIsNotApplicable, Bound, Cell, CellChecks, Code, CodeList, CodesOf, Content, Every, Expr, FORMAT, Figure, Kind,
    Mark, Meaning, Node, Operator, Period, Place, Plan, Rule, RuleKind, Segment, Severity, Slot, Source, Statement,
    Texts, Unit, message_key,
};

fn texts(en: &str, zh: &str) -> Texts {
    Texts::from([("en".to_owned(), en.to_owned()), ("zh".to_owned(), zh.to_owned())])
}

fn bound(text: &str, open: bool) -> Option<Bound> {
    Some(Bound { value: text.parse().unwrap(), open })
}

/// A count that is at least 0.
pub fn count() -> Figure {
    Figure { unit: 0, decimals: 0, lower: bound("0", false), upper: None, rounded: None }
}

/// Money with four places.
pub fn money() -> Figure {
    Figure { unit: 1, decimals: 4, ..count() }
}

/// Days with one place; they do not add.
pub fn days() -> Figure {
    Figure { unit: 2, decimals: 1, ..count() }
}

/// The form of these tests.
///
/// `a` to `e` are counts. `sum` is a count with `x` and `y` beneath. `n` is signed, `m` money, `t` and `u` are days,
/// `r` and `q` are counts rounded to the whole, `p` is within (0,100], `z` is 'not applicable' where it is blank and
/// `sum.x` holds nothing. Every figure takes `/` and `<1`, none but `a` takes `few`. The header has fields of all types.
pub fn plan() -> Plan {
    let mut form = Builder::new();
    let header = form.heading(0, "header");
    let text = |max_length| Content::Text { pattern: None, max_length };
    let unit = form.cell(header, "reporting_unit", text(None));
    form.plan.cells[unit as usize].checks.required = Some(Severity::Error.into());
    form.cell(header, "head", text(Some(3)));
    form.cell(header, "phone", Content::Text { pattern: Some("[0-9]{3}-\\d+|x".to_owned()), max_length: None });
    form.cell(header, "day", Content::Date {});
    form.cell(header, "since", Content::Year {});
    form.cell(header, "public", Content::Bool {});
    form.cell(header, "area", Content::Code { of: areas(), many: false });
    form.cell(header, "areas", Content::Code { of: areas(), many: true });
    form.plan.identity = vec![unit];
    let a = form.figure(0, "a", count());
    form.plan.cells[a as usize].takes.push(2);
    for id in ["b", "c", "d", "e"] {
        form.figure(0, id, count());
    }
    form.figure(0, "sum", count());
    let sum = u32::try_from(form.plan.nodes.len() - 1).unwrap();
    let x = form.figure(sum, "x", count());
    form.figure(sum, "y", count());
    form.figure(0, "n", Figure { lower: None, ..count() });
    form.figure(0, "m", money());
    form.figure(0, "t", days());
    form.figure(0, "u", days());
    form.figure(0, "r", Figure { rounded: Some(0), ..count() });
    form.figure(0, "q", Figure { rounded: Some(0), ..count() });
    form.figure(0, "p", Figure { lower: bound("0", true), upper: bound("100", false), ..count() });
    let z = form.figure(0, "z", count());
    form.plan.cells[z as usize].blank = Some(BlankIsNotApplicable { beneath: vec![x], table: 0 });
    form.settle()
}

fn areas() -> CodesOf {
    CodesOf::List("areas".to_owned())
}

struct Builder {
    plan: Plan,
}

impl Builder {
    fn new() -> Self {
        let unit = |id: &str, kind, decimals| Unit {
            id: id.to_owned(),
            type_name: id.to_owned(),
            label: texts(id, id),
            kind,
            of: None,
            factor: Ratio::from(1),
            decimals,
            unprinted: false,
        };
        let mark = |token: &str, meaning| Mark { token: token.to_owned(), also: Vec::new(), meaning };
        let code = |id: &str| Code { id: id.to_owned(), label: texts(id, id) };
        let plan = Plan {
            plan: FORMAT,
            tool: "tests".to_owned(),
            form: "org.example".to_owned(),
            revision: "2017".to_owned(),
            predecessor: None,
            title: texts("Example", "示例"),
            languages: vec!["en".to_owned(), "zh".to_owned()],
            base: None,
            period: Some(Period { every: Every::Year, starts: None }),
            identity: Vec::new(),
            imprint: Vec::new(),
            sources: vec![Source { file: "example.yaml".to_owned(), sha256: String::new() }],
            units: vec![unit("case", Kind::Count, 0), unit("yuan", Kind::Money, 4), unit("day", Kind::Duration, 1)],
            marks: vec![
                mark("/", Meaning::NotApplicable),
                mark("<1", Meaning::Range { lower: bound("0", true), upper: bound("1", true) }),
                mark("few", Meaning::Suppressed { lower: bound("0", false), upper: bound("4", false) }),
            ],
            codes: BTreeMap::from([(
                "areas".to_owned(),
                CodeList { codes: vec![code("north"), code("south")], external: false, within: None, dated: false },
            )]),
            states: Vec::new(),
            dimensions: Vec::new(),
            sections: Vec::new(),
            nodes: Vec::new(),
            cells: Vec::new(),
            rules: Vec::new(),
            messages: messages(),
        };
        let mut builder = Self { plan };
        builder.node(None, "");
        builder
    }

    fn node(&mut self, parent: Option<u32>, id: &str) -> u32 {
        let index = u32::try_from(self.plan.nodes.len()).unwrap();
        let above = parent.map(|parent| self.plan.nodes[parent as usize].path.clone()).unwrap_or_default();
        let path = if above.is_empty() { id.to_owned() } else { format!("{above}.{id}") };
        if let Some(parent) = parent {
            self.plan.nodes[parent as usize].children.push(index);
        }
        self.plan.nodes.push(Node {
            id: id.to_owned(),
            name: id.to_owned(),
            type_name: id.to_owned(),
            path,
            parent,
            children: Vec::new(),
            cell: None,
            label: texts(&format!("row {id}"), &format!("{id}项")),
            total_label: None,
            definition: None,
            code: None,
            relation: None,
            whole: None,
            minus: false,
            apart: false,
            at: None,
            total_at: None,
            unprinted: false,
            by: Vec::new(),
            coordinate: None,
            layout: None,
            first: None,
            columns: None,
            series: None,
            place: Place { file: 0, line: index + 1, column: 3 },
        });
        index
    }

    fn heading(&mut self, parent: u32, id: &str) -> u32 {
        self.node(Some(parent), id)
    }

    fn cell(&mut self, parent: u32, id: &str, content: Content) -> u32 {
        let node = self.node(Some(parent), id);
        let cell = u32::try_from(self.plan.cells.len()).unwrap();
        self.plan.nodes[node as usize].cell = Some(cell);
        let takes = if matches!(content, Content::Figure(_)) { vec![0, 1] } else { Vec::new() };
        let checks = CellChecks::default();
        self.plan.cells.push(Cell {
            node,
            pointer: String::new(),
            section: None,
            content,
            takes,
            blank: None,
            checks,
            remarks: Vec::new(),
        });
        cell
    }

    fn figure(&mut self, parent: u32, id: &str, figure: Figure) -> u32 {
        self.cell(parent, id, Content::Figure(figure))
    }

    fn settle(mut self) -> Plan {
        for cell in &mut self.plan.cells {
            let node = &self.plan.nodes[cell.node as usize];
            let end = if node.children.is_empty() { "" } else { "/total" };
            cell.pointer = format!("/{}{end}", node.path.replace('.', "/"));
        }
        self.plan
    }
}

fn messages() -> BTreeMap<String, BTreeMap<String, Vec<Segment>>> {
    let text = |text: &str| Segment::Text(text.to_owned());
    let slot = |slot| Segment::Slot { slot };
    let both = |segments: Vec<Segment>| {
        let zh = [vec![text("：")], segments.clone()].concat();
        BTreeMap::from([("en".to_owned(), segments), ("zh".to_owned(), zh)])
    };
    let cell =
        || both(vec![slot(Slot::Label), text(" has "), slot(Slot::Value), text(", wants "), slot(Slot::Expected)]);
    let sides = || {
        both(vec![
            slot(Slot::LeftLabel),
            text(": "),
            slot(Slot::Left),
            text(" "),
            slot(Slot::Op),
            text(" "),
            slot(Slot::Right),
            text(" off by "),
            slot(Slot::Difference),
            text(" "),
            slot(Slot::Unit),
        ])
    };
    let mut all = BTreeMap::new();
    for kind in RuleKind::ALL {
        all.insert(kind.key().to_owned(), sides());
    }
    for key in message_key::ALL {
        let template = match key {
            message_key::BLANK => {
                BTreeMap::from([("en".to_owned(), vec![text("blank")]), ("zh".to_owned(), vec![text("空")])])
            }
            message_key::UNKNOWN | message_key::STRAY => {
                both(vec![slot(Slot::At), text(": "), slot(Slot::Value), text("; "), slot(Slot::Expected)])
            }
            _ => match key.strip_prefix("unreadable.") {
                Some(fault) => both(vec![
                    slot(Slot::At),
                    text(&format!(": {fault} ")),
                    slot(Slot::Value),
                    text("; "),
                    slot(Slot::Expected),
                ]),
                None => cell(),
            },
        };
        all.insert(key.to_owned(), template);
    }
    all
}

/// Adds a check on the root to a plan.
pub fn with_rule(mut plan: Plan, id: &str, statements: Vec<Statement>) -> Plan {
    plan.rules.push(Rule {
        id: id.to_owned(),
        kind: RuleKind::Check,
        node: 0,
        severity: Severity::Error.into(),
        statements,
        free: Vec::new(),
        wheres: Vec::new(),
        message: BTreeMap::new(),
        because: None,
        text: "as said".to_owned(),
        explained_by: None,
        place: Place { file: 0, line: 40, column: 9 },
    });
    plan
}

/// The number of the cell at a path; of a figure with dimensions at the places behind `@`, such as `reasons@*,total`.
pub fn cell(plan: &Plan, path: &str) -> u32 {
    let found = match path.split_once('@') {
        None => plan.nodes.iter().find(|node| node.path == path).map(|node| (node.path.clone(), node.cell)),
        Some((figure, at)) => plan.cells.iter().enumerate().find_map(|(number, cell)| {
            let (_, node) = plan.figure_of(cell).filter(|(_, node)| node.path == figure)?;
            let coordinate = plan.nodes[cell.node as usize].coordinate.as_ref()?;
            let id = |dimension: &u32| &plan.dimensions[*dimension as usize].id;
            let here: Vec<&str> = node.by.iter().map(|dimension| coordinate.at[id(dimension)].as_str()).collect();
            (here.join(",") == at).then(|| (path.to_owned(), u32::try_from(number).ok()))
        }),
    };
    let with_path = |node: &&Node| node.path == path && node.cell.is_some();
    let cell = found.and_then(|(_, cell)| cell);
    cell.or_else(|| plan.nodes.iter().find(with_path).and_then(|node| node.cell)).unwrap_or_else(|| panic!("no {path}"))
}

/// The same, or with `prior:` before it, that of the earlier report.
fn operand(plan: &Plan, word: &str) -> Expr {
    match word.strip_prefix("prior:") {
        Some(path) => Expr::Prior(cell(plan, path)),
        None => Expr::Cell(cell(plan, word)),
    }
}

/// A statement in prefix notation: `(== a (+ b c))`, `(if (> a 0) (> b 0))`, `(~1 == a b)` with a tolerance of 1.
pub fn statement(plan: &Plan, text: &str) -> Statement {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let tree = tree(&mut words);
    assert!(words.is_empty(), "{text}");
    to_statement(plan, &tree)
}

#[derive(Debug)]
enum Tree<'a> {
    Word(&'a str),
    List(Vec<Tree<'a>>),
}

fn tree<'a>(words: &mut Vec<&'a str>) -> Tree<'a> {
    match words.pop().expect("a word") {
        "(" => {
            let mut list = Vec::new();
            while words.last() != Some(&")") {
                list.push(tree(words));
            }
            words.pop();
            Tree::List(list)
        }
        word => Tree::Word(word),
    }
}

fn to_statement(plan: &Plan, tree: &Tree<'_>) -> Statement {
    let one = |tree: &Tree<'_>| Box::new(to_statement(plan, tree));
    let Tree::List(list) = tree else {
        return Statement::Constant(matches!(tree, Tree::Word("true")));
    };
    let (tolerance, list) = match list.as_slice() {
        [Tree::Word(word), rest @ ..] if word.starts_with('~') => (Some(word[1..].parse().unwrap()), rest),
        all => (None, all),
    };
    let [Tree::Word(head), rest @ ..] = list else { panic!("{list:?}") };
    let all = || rest.iter().map(|tree| to_statement(plan, tree)).collect();
    match (*head, rest) {
        ("and", _) => Statement::And(all()),
        ("or", _) => Statement::Or(all()),
        ("not", [a]) => Statement::Not(one(a)),
        ("if", [a, b]) => Statement::If { condition: one(a), then: one(b), otherwise: None },
        ("if", [a, b, c]) => Statement::If { condition: one(a), then: one(b), otherwise: Some(one(c)) },
        ("same", [a, b]) => Statement::Same(one(a), one(b)),
        ("differ", [a, b]) => Statement::Differ(one(a), one(b)),
        ("reported", [Tree::Word(path)]) => Statement::Reported(operand(plan, path)),
        ("applies", [Tree::Word(path)]) => Statement::Applies(operand(plan, path)),
        ("rising" | "falling", cells) => {
            let op = if *head == "rising" { Operator::AtMost } else { Operator::AtLeast };
            let number = |tree: &Tree<'_>| match tree {
                Tree::Word(path) => cell(plan, path),
                Tree::List(_) => panic!("{tree:?}"),
            };
            Statement::Ordered { op, cells: cells.iter().map(number).collect() }
        }
        (symbol, [left, right]) => {
            let operators = [
                Operator::Equal,
                Operator::NotEqual,
                Operator::Less,
                Operator::AtMost,
                Operator::Greater,
                Operator::AtLeast,
            ];
            let op = operators.into_iter().find(|op| op.symbol() == symbol).unwrap_or_else(|| panic!("{symbol}"));
            Statement::Compare { op, left: to_expr(plan, left), right: to_expr(plan, right), tolerance }
        }
        _ => panic!("{list:?}"),
    }
}

fn to_expr(plan: &Plan, tree: &Tree<'_>) -> Expr {
    let list = match tree {
        Tree::Word(word) => {
            return word.parse().map_or_else(|_| operand(plan, word), Expr::Number);
        }
        Tree::List(list) => list,
    };
    let [Tree::Word(head), rest @ ..] = list.as_slice() else { panic!("{list:?}") };
    let all = || rest.iter().map(|tree| to_expr(plan, tree)).collect();
    let one = |tree: &Tree<'_>| Box::new(to_expr(plan, tree));
    match (*head, rest) {
        ("+", _) => Expr::Sum(all()),
        ("-", [a]) => Expr::Minus(one(a)),
        ("*", [a, b]) => Expr::Product(one(a), one(b)),
        ("/", [a, b]) => Expr::Quotient(one(a), one(b)),
        ("rows", [Tree::Word(along), a]) => {
            let number = |id: &str| plan.dimensions.iter().position(|dimension| dimension.id == id).unwrap();
            let along = along.split(',').map(|id| u32::try_from(number(id)).unwrap()).collect();
            Expr::Rows { of: one(a), along }
        }
        ("scale", [Tree::Word(by), a]) => Expr::Scale { by: by.parse().unwrap(), of: one(a) },
        ("min", _) => Expr::Min(all()),
        ("max", _) => Expr::Max(all()),
        ("abs", [a]) => Expr::Abs(one(a)),
        ("count", _) => Expr::Count(
            rest.iter()
                .map(|tree| match tree {
                    Tree::Word(path) => operand(plan, path),
                    Tree::List(_) => to_expr(plan, tree),
                })
                .collect(),
        ),
        _ => panic!("{list:?}"),
    }
}
