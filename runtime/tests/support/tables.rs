//! A form with rows whose checks are judged, and what becomes of a check.

use tallyform_runtime::plan::{
    Code, CodeList, CodesOf, Content, Dimension, ExplainedBy, Member, Place, Plan, Rule, RuleKind, Severity, Statement,
    Where,
};
use tallyform_runtime::{Counts, Validation, Validator};

use super::{Builder, count, days, money, statement, texts};

/// Numbers of the dimensions.
pub const COMPONENT: u32 = 0;
pub const REASON: u32 = 1;
pub const STATUTE: u32 = 2;
pub const RANK: u32 = 3;

/// The form of these tests.
///
/// `requests` by component has the counts `received` and `processed`, `days`, `cost` in money, and the text `remark`;
/// `appeals` has `received` alone. `staff` by component and `reasons` by component and reason are counts. `statutes` by
/// statute, which has no whole, has the text `information` and `relied`, a count by component. `oldest` by component and
/// rank, whose members are `n1` to `n3`, has `date` and `days`. `lead` is a count without dimensions. Components are codes
/// of `header.components`.
pub fn plan() -> Plan {
    let mut form = Builder::new();
    let text = || Content::Text { pattern: None, max_length: None };
    let header = form.heading(0, "header");
    let agency = form.cell(header, "agency", text());
    form.plan.identity = vec![agency];
    let register = CodeList { codes: Vec::new(), external: true, within: Some(agency), dated: true };
    form.plan.codes.insert("register".to_owned(), register);
    let of = CodesOf::List("register".to_owned());
    form.cell(header, "components", Content::Code { of, many: true });
    form.plan.states = vec!["draft".to_owned(), "submitted".to_owned()];
    for (id, has_whole) in [("component", true), ("reason", true), ("statute", false), ("rank", false)] {
        let member = |n: u32| Member {
            id: format!("n{n}"),
            label: texts(&format!("{n} oldest"), &format!("{n}")),
            definition: None,
            code: None,
            above: None,
            minus: false,
            apart: false,
            series: None,
        };
        let is_open = id != "rank";
        form.plan.dimensions.push(Dimension {
            id: id.to_owned(),
            label: texts(id, id),
            definition: None,
            has_whole,
            at: None,
            members: if is_open { Vec::new() } else { (1..=3).map(member).collect() },
            key: is_open.then(|| texts(id, id)),
            series: None,
        });
    }
    form.figure(0, "lead", count());
    form.table(0, "requests", &[COMPONENT], &|form, node| {
        for id in ["received", "processed"] {
            form.figure(node, id, count());
        }
        form.figure(node, "days", days());
        form.figure(node, "cost", money());
        form.cell(node, "remark", text());
    });
    form.table(0, "appeals", &[COMPONENT], &|form, node| {
        form.figure(node, "received", count());
    });
    form.table(0, "staff", &[COMPONENT], &|form, node| form.own(node));
    form.table(0, "reasons", &[COMPONENT, REASON], &|form, node| form.own(node));
    form.table(0, "statutes", &[STATUTE], &|form, node| {
        form.cell(node, "information", text());
        form.table(node, "relied", &[COMPONENT], &|form, node| form.own(node));
    });
    form.table(0, "oldest", &[COMPONENT], &|form, node| {
        for (id, content) in [("date", Content::Date {}), ("days", Content::Figure(days()))] {
            let figure = form.heading(node, id);
            for member in ["n1", "n2", "n3"] {
                form.cell(figure, member, content.clone());
            }
        }
    });
    let mut plan = form.lay_out();
    along_rank(&mut plan);
    // The slowest first, as the form says them.
    let relied = plan.nodes.iter_mut().find(|node| node.path == "statutes.relied").unwrap();
    relied.by = vec![STATUTE, COMPONENT];
    plan
}

/// Makes the children of the figures of `oldest` the members of a dimension.
fn along_rank(plan: &mut Plan) {
    let dates: Vec<u32> =
        plan.cells.iter().filter(|cell| cell.content == Content::Date {}).map(|one| one.node).collect();
    for index in 0..plan.nodes.len() {
        let Some(parent) = plan.nodes[index].parent.map(|parent| parent as usize) else { continue };
        if !matches!(plan.nodes[parent].path.as_str(), "oldest.date" | "oldest.days") {
            continue;
        }
        let figure = plan.nodes[parent].first.unwrap_or(u32::try_from(parent).unwrap());
        let member = plan.nodes[index].id.clone();
        let is_in_rows = plan.cells[plan.nodes[index].cell.unwrap() as usize].section.is_some();
        let component = if is_in_rows { "*" } else { "total" };
        let at = Where::from([("component".to_owned(), component.to_owned()), ("rank".to_owned(), member)]);
        plan.nodes[index].coordinate = Some(tallyform_runtime::plan::Coordinate { figure, at });
        plan.nodes[index].by.clear();
        plan.nodes[figure as usize].by = vec![COMPONENT, RANK];
    }
    // Dates take the mark that is not applicable.
    for cell in plan.cells.iter_mut().filter(|cell| dates.contains(&cell.node)) {
        cell.takes = vec![0];
    }
}

/// Lets components be the codes of `header.components`.
pub fn with_codes(mut plan: Plan) -> Plan {
    let components = super::cell(&plan, "header.components");
    let sections: Vec<u32> =
        plan.sections.iter().filter(|section| section.dimension == COMPONENT).map(|section| section.key).collect();
    for key in sections {
        plan.cells[key as usize].content = Content::Code { of: CodesOf::Field(components), many: false };
    }
    plan
}

/// A list of codes in the form.
pub fn codes(all: &[&str]) -> CodeList {
    let code = |id: &&str| Code { id: (*id).to_owned(), label: texts(&format!("code {id}"), id) };
    CodeList { codes: all.iter().map(code).collect(), external: false, within: None, dated: false }
}

/// Adds a check on a node with these free dimensions: statements, each with what they are bound to, such as
/// `component=* reason=total`.
pub fn with_rows(mut plan: Plan, (path, id): (&str, &str), free: &[u32], all: &[(&str, &str)]) -> Plan {
    let statements: Vec<Statement> = all.iter().map(|(_, text)| statement(&plan, text)).collect();
    let bound = |place: &str| -> Where {
        let pairs = place.split_whitespace().filter_map(|pair| pair.split_once('='));
        pairs.map(|(dimension, at)| (dimension.to_owned(), at.to_owned())).collect()
    };
    let node = plan.nodes.iter().position(|node| node.path == path).unwrap_or_else(|| panic!("no {path}"));
    plan.rules.push(Rule {
        id: id.to_owned(),
        kind: RuleKind::Check,
        node: u32::try_from(node).unwrap(),
        severity: Severity::Error.into(),
        statements,
        free: free.to_vec(),
        wheres: all.iter().map(|(place, _)| bound(place)).collect(),
        message: std::collections::BTreeMap::new(),
        because: None,
        text: "as said".to_owned(),
        explained_by: None,
        place: Place { file: 0, line: 40, column: 9 },
    });
    plan
}

/// A plan with one check at the root.
pub fn checked(free: &[u32], all: &[(&str, &str)]) -> Plan {
    with_rows(plan(), ("", ":check"), free, all)
}

/// Says what explains the last check.
pub fn explained(mut plan: Plan, by: ExplainedBy) -> Plan {
    plan.rules.last_mut().unwrap().explained_by = Some(by);
    plan
}

/// Judges a report beside an earlier one.
pub fn judge(plan: &Plan, json: &str, prior: Option<&str>) -> Validation {
    let validator = Validator::new(plan.clone()).unwrap_or_else(|error| panic!("{error}"));
    let read = |json: &str| validator.read(json.as_bytes()).unwrap_or_else(|findings| panic!("{json}: {findings:?}"));
    validator.validate_beside(&read(json), prior.map(read).as_ref())
}

/// What became of the checks over cells, such as `2 satisfied, 1 violated`.
pub fn outcomes(plan: &Plan, json: &str, prior: Option<&str>) -> String {
    said(&judge(plan, json, prior).counts)
}

/// Counts in words.
pub fn said(counts: &Counts) -> String {
    let all = [
        (counts.satisfied, "satisfied"),
        (counts.violated, "violated"),
        (counts.undetermined, "undetermined"),
        (counts.explained, "explained"),
        (counts.not_applicable, "not applicable"),
    ];
    let said: Vec<String> = all.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect();
    if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
}

/// Findings as `check where: pointers`.
pub fn findings(validation: &Validation) -> Vec<String> {
    let one = |finding: &tallyform_runtime::Finding| {
        let place: Vec<String> = finding.bindings.iter().map(|(dimension, at)| format!("{dimension}={at}")).collect();
        let cells: Vec<String> = finding
            .cells
            .iter()
            .map(|cell| if cell.prior { format!("prior {}", cell.at) } else { cell.at.clone() })
            .collect();
        format!("{} [{}]: {}", finding.check, place.join(" "), cells.join(" "))
    };
    validation.findings.iter().map(one).collect()
}
