//! The US annual FOIA form against the validation rules of the system in which agencies file it: each official rule is one
//! of our checks, over the same cells, or stands in a list with the reason why not.
//!
//! `rules.tsv` is distilled from the published configuration and scripts of that system: the rules that are active there,
//! and the eighteen equalities with last year's report that the form implies and nothing there enforces. `fields.csv`, the
//! table of the example, says which of our cells an official field is.

use std::collections::{BTreeMap, BTreeSet};

use tallyform::plan::{CodesOf, Content, ExplainedBy, Expr, Operator, Plan, Rule, RuleKind, Statement};
use tallyform_tests::forms::plan;
use tallyform_tests::house;

const FORM: &str = "forms/us.annual-foia-report/2023.yaml";

/// For each kind of official rule: how many a check of ours stands for, and how many are left out.
const KINDS: [(&str, usize, usize); 28] = [
    ("balance_identity", 6, 0),
    ("between_min_max_of_components", 12, 0),
    ("conditional_na", 2, 0),
    ("conditional_positive", 5, 0),
    ("equals_other_section", 21, 0),
    ("format_date_or_special", 6, 0),
    ("format_valid_date", 6, 0),
    ("ge_sum_other_section", 1, 0),
    ("le_other_section", 2, 0),
    ("le_same_row", 7, 0),
    ("le_sum_other_section", 6, 0),
    ("le_sum_same_row", 1, 0),
    ("max_over_components", 7, 0),
    ("membership", 3, 0),
    ("min_over_components", 7, 0),
    ("min_rows", 0, 1),
    ("ordering_chain", 54, 0),
    ("prior_year_carry_over", 18, 0),
    ("range_non_negative", 28, 0),
    ("range_positive_or_special", 1, 0),
    ("ratio_rounded", 2, 0),
    ("required", 3, 0),
    ("required_in_state", 0, 6),
    ("sum_of_nested_list", 3, 0),
    ("sum_of_row", 7, 0),
    ("sum_over_components", 148, 3),
    ("uniqueness", 0, 4),
    ("workflow_state", 0, 1),
];

/// A cell as its path and its coordinates: `pending.number[component=*, track=simple]`.
type Name = String;

fn name(path: &str, at: &BTreeMap<String, String>) -> Name {
    let at: Vec<String> = at.iter().map(|(dimension, member)| format!("{dimension}={member}")).collect();
    if at.is_empty() { path.to_owned() } else { format!("{path}[{}]", at.join(", ")) }
}

/// One line of `rules.tsv`.
struct Official {
    id: String,
    kind: String,
    check: String,
    left_out: String,
    fields: Vec<String>,
}

fn rules() -> Vec<Official> {
    let text = house::text("tests/fixtures/us-foia/rules.tsv");
    let lines = text.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, kind, _scope, _instances, check, left_out, fields] = cells[..] else { panic!("{line}") };
        Official {
            id: id.to_owned(),
            kind: kind.to_owned(),
            check: check.to_owned(),
            left_out: left_out.to_owned(),
            fields: fields.split_whitespace().map(str::to_owned).collect(),
        }
    });
    lines.collect()
}

/// The table of the example: official section and field to our path and members.
struct Fields(BTreeMap<(String, String), (String, BTreeMap<String, String>)>);

impl Fields {
    fn read() -> Self {
        let text = house::text("examples/us-foia/fields.csv");
        let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let head = lines.next().expect("the names of the columns");
        let column = |wanted: &str| head.iter().position(|name| *name == wanted).expect(wanted);
        let [section, field, path] = [column("section"), column("field"), column("path")];
        let members = ["track", "rank", "reason"].map(|dimension| (dimension, column(dimension)));
        let table = lines.map(|line| {
            let at = members.iter().filter(|(_, column)| !line[*column].is_empty());
            let at = at.map(|(dimension, column)| ((*dimension).to_owned(), line[*column].to_owned())).collect();
            ((line[section].to_owned(), line[field].to_owned()), (line[path].to_owned(), at))
        });
        Self(table.collect())
    }

    fn at(&self, section: &str, field: &str) -> (String, BTreeMap<String, String>) {
        let known = self.0.get(&(section.to_owned(), field.to_owned()));
        known.cloned().unwrap_or_else(|| panic!("no {section} {field} in the table"))
    }

    /// Our name of an official cell: `V.A[overall].req_received_yr`. `None` for the year of a report: that is its period.
    fn cell(&self, official: &str) -> Option<Name> {
        if let Some(field) = official.strip_prefix("report.") {
            return (field != "year").then(|| format!("header.{field}"));
        }
        let (section, rest) = official.split_once('[').expect(official);
        let (scope, field) = rest.split_once("].").expect(official);
        let component = if scope == "overall" { "total" } else { "*" };
        let every = |dimension: &str, key: &str| (dimension.to_owned(), key.to_owned());
        let table = self.at(section, "footnote").0.trim_end_matches(".note").to_owned();
        // Lists inside of rows: official sections have them in fields of their own. Keys of rows have no coordinates.
        let (path, mut at) = match field.rsplit_once("[*].").map_or(field, |(_, field)| field) {
            "agency_component" if section == "IV" => return Some("exemption3.relied.component".to_owned()),
            "agency_component" => return Some(format!("{table}.component")),
            "desc_oth_reasons" => return Some(format!("{table}.reason")),
            "statute" => return Some("exemption3.statute".to_owned()),
            "case_citation" => return Some(name("exemption3.citation", &BTreeMap::from([every("statute", "*")]))),
            "type_of_info_withheld" => {
                return Some(name("exemption3.information", &BTreeMap::from([every("statute", "*")])));
            }
            "total_num_relied_by_agency" => {
                let at = BTreeMap::from([every("statute", "*"), every("component", "total")]);
                return Some(name("exemption3.relied", &at));
            }
            "num_relied_by_agency_comp" => ("exemption3.relied".to_owned(), BTreeMap::from([every("statute", "*")])),
            "num_relied_upon" => (table, BTreeMap::from([every("reason", "*")])),
            field => self.at(section, &format!("field_{field}")),
        };
        at.extend([every("component", component)]);
        Some(name(&path, &at))
    }
}

/// The names of all cells of a plan.
fn names(plan: &Plan) -> Vec<Name> {
    let cells = plan.cells.iter().map(|cell| {
        let node = &plan.nodes[cell.node as usize];
        match &node.coordinate {
            Some(coordinate) => name(&plan.nodes[coordinate.figure as usize].path, &coordinate.at),
            None => node.path.clone(),
        }
    });
    cells.collect()
}

/// The cells that an expression reads; those of last year's report with `prior.` before them.
fn read(of: &Expr, names: &[Name], into: &mut BTreeSet<Name>) {
    match of {
        Expr::Number(_) => {}
        Expr::Cell(cell) => drop(into.insert(names[*cell as usize].clone())),
        Expr::Prior(cell) => drop(into.insert(format!("prior.{}", names[*cell as usize]))),
        Expr::Rows { of, .. } | Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => read(of, names, into),
        Expr::Sum(of) | Expr::Min(of) | Expr::Max(of) | Expr::Count(of) => {
            of.iter().for_each(|of| read(of, names, into))
        }
        Expr::Product(left, right) | Expr::Quotient(left, right) => {
            read(left, names, into);
            read(right, names, into);
        }
    }
}

/// The cells that a statement reads.
fn reads(of: &Statement, names: &[Name], into: &mut BTreeSet<Name>) {
    match of {
        Statement::Compare { left, right, .. } => {
            read(left, names, into);
            read(right, names, into);
        }
        Statement::And(of) | Statement::Or(of) => of.iter().for_each(|of| reads(of, names, into)),
        Statement::Not(of) => reads(of, names, into),
        Statement::If { condition, then, otherwise } => {
            reads(condition, names, into);
            reads(then, names, into);
            otherwise.iter().for_each(|of| reads(of, names, into));
        }
        Statement::Same(left, right) | Statement::Differ(left, right) => {
            reads(left, names, into);
            reads(right, names, into);
        }
        Statement::Reported(of) | Statement::Applies(of) => read(of, names, into),
        Statement::Ordered { cells, .. } => into.extend(cells.iter().map(|cell| names[*cell as usize].clone())),
        Statement::Constant(_) => {}
    }
}

/// What a check of ours must be made of to stand for official rules of a kind.
fn is_kind(rule: &Rule, kind: &str) -> bool {
    match kind {
        "sum_over_components" | "sum_of_nested_list" => rule.kind == RuleKind::OverSum,
        "min_over_components" => rule.kind == RuleKind::OverMin,
        "max_over_components" => rule.kind == RuleKind::OverMax,
        "between_min_max_of_components" => rule.kind == RuleKind::OverBetween,
        "ordering_chain" => rule.kind == RuleKind::OverFalling,
        "sum_of_row" => rule.kind == RuleKind::Parts,
        "prior_year_carry_over" => {
            rule.kind == RuleKind::Check && matches!(rule.explained_by, Some(ExplainedBy::Note(_)))
        }
        _ => rule.kind == RuleKind::Check,
    }
}

/// Whether one of the statements of our check reads the cells of the official rule and no others.
fn stands_for(plan: &Plan, names: &[Name], fields: &Fields, official: &Official) -> Result<(), String> {
    let wanted: BTreeSet<Name> = official.fields.iter().filter_map(|field| fields.cell(field)).collect();
    let rule = plan.rules.iter().find(|rule| rule.id == official.check).ok_or("no such check")?;
    if !is_kind(rule, &official.kind) {
        return Err(format!("the check is one of {:?}", rule.kind));
    }
    let mut seen = Vec::new();
    for statement in &rule.statements {
        let mut all = BTreeSet::new();
        reads(statement, names, &mut all);
        let found = match statement {
            // A chain of ten is nine official rules.
            Statement::Ordered { op: Operator::AtLeast, cells } => cells
                .windows(2)
                .any(|pair| pair.iter().map(|cell| names[*cell as usize].clone()).collect::<BTreeSet<_>>() == wanted),
            _ if official.kind == "prior_year_carry_over" => {
                let plain: BTreeSet<_> = all.iter().map(|cell| cell.trim_start_matches("prior.").to_owned()).collect();
                plain == wanted && all.iter().filter(|cell| cell.starts_with("prior.")).count() == 1
            }
            _ => all == wanted,
        };
        if found {
            return Ok(());
        }
        seen.push(all);
    }
    Err(format!("wanted {wanted:?}\n  of {seen:?}"))
}

/// Whether each cell of the official rule, a rule on single cells, is judged so.
fn judged_alone(plan: &Plan, names: &[Name], fields: &Fields, official: &Official) -> Result<(), String> {
    for field in &official.fields {
        // A report without a period is not read at all.
        let Some(wanted) = fields.cell(field) else { continue };
        let at = names.iter().position(|name| *name == wanted).ok_or_else(|| format!("no cell {wanted}"))?;
        let cell = &plan.cells[at];
        let takes = |token: &str| cell.takes.iter().any(|mark| plan.marks[*mark as usize].token == token);
        let lower = match &cell.content {
            Content::Figure(figure) => figure.lower.as_ref().map(|bound| (bound.value.to_string(), bound.open)),
            _ => None,
        };
        let holds = match official.kind.as_str() {
            "required" => cell.checks.required.is_some(),
            "range_non_negative" => cell.checks.bounds.is_some() && lower == Some(("0".to_owned(), false)),
            "range_positive_or_special" => lower == Some(("0".to_owned(), true)) && takes("N/A") && takes("<1"),
            "format_date_or_special" | "format_valid_date" => {
                cell.checks.kind.is_some() && cell.content == Content::Date {} && takes("N/A") && takes("0")
            }
            kind => return Err(format!("{kind} is no kind of a single cell")),
        };
        if !holds {
            return Err(format!("{wanted}: {cell:?}"));
        }
    }
    Ok(())
}

/// Whether codes are held against the lists that the official rule names.
fn codes_are_known(plan: &Plan, names: &[Name], official: &Official) -> Result<(), String> {
    let codes = |name: &str| {
        let cell = names.iter().position(|known| known == name).and_then(|at| plan.cells.get(at));
        match cell.map(|cell| &cell.content) {
            Some(Content::Code { of, .. }) => Ok(of),
            _ => Err(format!("{name} holds no code")),
        }
    };
    let list = |of: &CodesOf, wanted: &str| *of == CodesOf::List(wanted.to_owned());
    let holds = match official.id.as_str() {
        "UP-agency-known" => list(codes("header.agency")?, "agency"),
        "PHP-component-active" => list(codes("header.components")?, "component"),
        // Each row of each table names a component of the header.
        "UP-component-known" => {
            let keys: Vec<&Name> = names
                .iter()
                .filter(|name| name.split('[').next().is_some_and(|path| path.ends_with(".component")))
                .collect();
            keys.len() >= 28 && keys.iter().all(|key| matches!(codes(key), Ok(CodesOf::Field(_))))
        }
        _ => false,
    };
    if holds { Ok(()) } else { Err("codes of another list".to_owned()) }
}

#[test]
fn every_official_rule_is_a_check_or_is_left_out_for_a_reason() {
    let plan = plan(FORM);
    let names = names(&plan);
    let fields = Fields::read();
    let mut wrong = Vec::new();
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for official in rules() {
        let count = kinds.entry(official.kind.clone()).or_default();
        if !official.left_out.is_empty() {
            assert!(official.check.is_empty(), "{}: a check, and yet a reason to leave it out", official.id);
            count.1 += 1;
            continue;
        }
        let found = match official.kind.as_str() {
            "required"
            | "range_non_negative"
            | "range_positive_or_special"
            | "format_date_or_special"
            | "format_valid_date" => judged_alone(&plan, &names, &fields, &official),
            "membership" => codes_are_known(&plan, &names, &official),
            _ => stands_for(&plan, &names, &fields, &official),
        };
        match found {
            Ok(()) => count.0 += 1,
            Err(why) => wrong.push(format!("{} ({}), {}: {why}", official.id, official.kind, official.check)),
        }
    }
    assert!(wrong.is_empty(), "{} rules:\n{}", wrong.len(), wrong.join("\n"));
    let kinds: Vec<(&str, usize, usize)> =
        kinds.iter().map(|(kind, (ours, out))| (kind.as_str(), *ours, *out)).collect();
    assert_eq!(kinds, KINDS);
}

#[test]
fn what_is_left_out_concerns_no_single_report_of_this_form() {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for official in rules().into_iter().filter(|official| !official.left_out.is_empty()) {
        *reasons.entry(official.left_out).or_default() += 1;
    }
    let reasons: Vec<(&str, usize)> = reasons.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
    assert_eq!(
        reasons,
        [
            ("a rule of the quarterly report, which is another form", 11),
            ("about the register of components, which is another table", 1),
            ("about the workflow of the collecting system: an upload waits or is locked", 2),
            ("about two reports: agency and period are the identity, and of two filings the later one counts", 1),
        ]
    );
}

#[test]
fn the_plan_lists_the_sums_extremes_and_steps_of_the_form() {
    let plan = plan(FORM);
    // Of a figure between the extremes there are two comparisons at a place.
    let places = |kind: RuleKind| {
        let rules = plan.rules.iter().filter(|rule| rule.kind == kind && rule.id.ends_with(":over.component"));
        rules.map(|rule| rule.wheres.iter().collect::<BTreeSet<_>>().len().max(1)).sum::<usize>()
    };
    assert!(places(RuleKind::OverSum) >= 145, "{}", places(RuleKind::OverSum));
    assert_eq!(places(RuleKind::OverMin), 7);
    assert_eq!(places(RuleKind::OverMax), 7);
    assert_eq!(places(RuleKind::OverBetween), 12);
    let falling = plan.rules.iter().filter(|rule| rule.kind == RuleKind::OverFalling).flat_map(|rule| &rule.statements);
    let steps = falling.map(|statement| match statement {
        Statement::Ordered { cells, .. } => cells.len() - 1,
        _ => 0,
    });
    assert_eq!(steps.sum::<usize>(), 54);
    let tables = plan.nodes.first().map(|root| root.children.len()).unwrap_or_default();
    assert_eq!(tables, 31, "the header, and 32 sections of which three are one table by track");
}

#[test]
fn every_field_of_the_form_stands_in_the_table_of_the_example() {
    let plan = plan(FORM);
    let names = names(&plan);
    let paths: BTreeSet<&str> = names.iter().map(|name| name.split('[').next().unwrap_or_default()).collect();
    let fields = Fields::read();
    let known: BTreeSet<&str> =
        fields.0.values().map(|(path, _)| path.as_str()).filter(|path| !path.is_empty()).collect();
    let strangers: Vec<_> = known.difference(&paths).filter(|path| **path != "statute").collect();
    assert!(strangers.is_empty(), "the table names what the form has not: {strangers:?}");
    // Keys come with the rows, and the agency is the identity of a report.
    let keys = [".component", ".reason", ".statute"];
    let missing = paths.difference(&known).filter(|path| !keys.iter().any(|key| path.ends_with(key)));
    assert_eq!(missing.collect::<Vec<_>>(), [&"exemption3.relied.note", &"header.agency"]);
}
