//! Plans with rows from anywhere: what is not sound is refused, and whatever is not refused runs.

mod support;

use proptest::prelude::*;
use support::tables::{COMPONENT, REASON, STATUTE, codes, explained, with_rows};
use tallyform_runtime::plan::{
    CodesOf, Content, ExplainedBy, Expr, Layout, Link, LinkKind, Place, Predecessor, Remark, Segment, Series,
    Severities, Severity, Statement,
};
use tallyform_runtime::revision::{Lineage, Migration};
use tallyform_runtime::{Plan, Validator};

/// A plan with all that only forms with rows have.
fn rich() -> Plan {
    let plan = with_rows(
        support::tables::plan(),
        ("requests", ":both"),
        &[COMPONENT],
        &[
            ("component=total", "(== requests.received (+ (rows component requests.received@*)))"),
            (
                "component=*",
                "(if (reported prior:requests.received@*) (<= (min requests.days@* 3) (count appeals.received@*)))",
            ),
        ],
    );
    let plan = with_rows(
        plan,
        ("reasons", ":reasons"),
        &[COMPONENT, REASON],
        &[
            ("component=* reason=total", "(== reasons@*,total (max 1 (scale 2 (rows reason reasons@*,*))))"),
            ("component=* reason=*", "(== reasons@*,* prior:reasons@*,*)"),
        ],
    );
    let plan = with_rows(
        plan,
        ("statutes", ":relied"),
        &[STATUTE],
        &[(
            "statute=*",
            "(== statutes.relied@*,total (+ (rows component statutes.relied@*,*) (- (rows component prior:statutes.relied@*,*))))",
        )],
    );
    let note = support::cell(&plan, "statutes.relied.note");
    let mut plan = explained(plan, ExplainedBy::Note(note));
    let node = plan.nodes.iter().position(|node| node.path == "reasons").unwrap();
    let shown = vec![Segment::Figure { figure: u32::try_from(node).unwrap(), prior: true }];
    let shown = [("en".to_owned(), shown.clone()), ("zh".to_owned(), shown)];
    plan.rules[1].message = shown.clone().into();
    plan.rules[1].severity = Severities::by_state(&[Severity::Info, Severity::Error]).unwrap();
    let received = support::cell(&plan, "requests.received@*") as usize;
    plan.cells[received].remarks = vec![Remark { check: "bounds".to_owned(), message: shown.into(), because: None }];
    plan.sections.iter_mut().for_each(|section| (section.min, section.max) = (Some(2), Some(2)));
    with_rows(
        plan,
        ("oldest", ":oldest"),
        &[COMPONENT],
        &[("component=*", "(rising oldest.days@*,n1 oldest.days@*,n2 oldest.days@*,n3)")],
    )
}

const REPORTS: [&str; 3] = [
    "{}",
    r#"{"lead":3,"requests":{"total":{"received":9},"rows":[{"component":"A","received":-5},{"component":"B","days":"/"},{"component":"A"}]},
        "appeals":{"rows":[{"component":"C","received":1}]},"reasons":{"total":{"total":1,"rows":[{"reason":"x","total":1}]},
        "rows":[{"component":"A","total":2,"rows":[{"reason":"x","total":1},{"reason":"y"}]},{"component":"B","total":4}]},
        "statutes":{"rows":[{"statute":"s","relied":{"total":2,"rows":[{"component":"A","total":1}]}},{"statute":"r","relied":{"note":"n"}}]},
        "oldest":{"rows":[{"component":"B","days":{"n1":"9","n3":"<1"}}]}}"#,
    r#"{"state":"draft","requests":{"rows":[{"component":"A","received":5}]},"statutes":{"rows":[{"statute":"s","relied":{"total":7}}]},
        "reasons":{"rows":[{"component":"A","rows":[{"reason":"x","total":3}]}]}}"#,
];

fn run(plan: &[u8]) {
    let Ok(plan) = Plan::from_json(plan) else { return };
    let Ok(validator) = Validator::new(plan) else { return };
    let validator = validator.list_undetermined(true);
    let reports: Vec<_> = REPORTS.iter().filter_map(|json| validator.read(json.as_bytes()).ok()).collect();
    let mut tally = validator.tally();
    for report in &reports {
        for prior in reports.iter().map(Some).chain([None]) {
            let _ = validator.validate_beside(report, prior).to_string();
        }
        let _ = validator.validate_and_tally(report, &mut tally);
        let _ = (validator.write(report), validator.identity(report), validator.prior_identity(report));
    }
    let _ = tally.lines(&validator);
}

#[test]
fn a_plan_with_rows_is_read_as_it_was_written() {
    let plan = rich();
    assert_eq!(Plan::from_json(plan.to_json().as_bytes()).unwrap(), plan);
    let validator = Validator::new(plan).unwrap_or_else(|error| panic!("{error}"));
    let validation = validator.validate_json(REPORTS[1].as_bytes());
    assert!(validation.findings.len() >= 9, "{validation}");
    run(rich().to_json().as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn no_damage_to_a_plan_with_rows_panics(edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_u32..90), 1..4)) {
        let json = rich().to_json();
        let digits: Vec<usize> = json.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(at, _)| at).collect();
        let mut edited = json;
        let mut places: Vec<(usize, u32)> = edits.iter().map(|(at, to)| (digits[at.index(digits.len())], *to)).collect();
        places.sort_by_key(|place| std::cmp::Reverse(place.0));
        for (at, to) in places {
            edited.replace_range(at..=at, &to.to_string());
        }
        run(edited.as_bytes());
    }
}

/// Where a plan is refused after a change.
fn refused(change: impl Fn(&mut Plan)) -> String {
    let mut plan = rich();
    change(&mut plan);
    Validator::new(plan).map_or_else(|error| format!("{}: {}", error.at, error.message), |_| "sound".to_owned())
}

/// Whether a change makes a plan unsound at a place, for a reason.
#[track_caller]
fn check(change: impl Fn(&mut Plan), expected: &str) {
    let found = refused(change);
    assert!(found.starts_with(expected), "{found}\nexpected {expected}");
}

fn node(plan: &Plan, layout: Layout) -> usize {
    plan.nodes.iter().position(|node| node.layout == Some(layout)).unwrap()
}

#[test]
fn rows_stand_where_their_sections_say() {
    check(|_| {}, "sound");
    check(|plan| plan.sections[0].node = 0, "/sections/0: it is of node");
    check(|plan| plan.sections[0].node = 9999, "/sections/0: it is of node");
    check(|plan| plan.sections[0].pointer.clear(), "/sections/0: it is of node 12, at `/requests/rows`");
    check(|plan| plan.sections[0].above = Some(0), "/sections/0: it is of node");
    check(|plan| plan.sections[0].dimension = 3, "/sections/0/dimension: the members of dimension 3");
    check(|plan| plan.sections[0].dimension = 9, "/sections/0/dimension: index 9");
    check(|plan| plan.sections[0].key += 1, "/nodes/13: a key is the `key` of the section");
    check(|plan| plan.sections[0].min = Some(3), "/sections/0/min: it is more than `max`");
    check(|plan| plan.sections.truncate(3), "/nodes/");
    check(|plan| plan.sections.push(plan.sections[0].clone()), "/sections/9/node: node 12 has no rows of this section");
    let rows = |plan: &mut Plan, layout| {
        let rows = node(plan, Layout::Rows(0));
        plan.nodes[rows].layout = layout;
    };
    check(|plan| rows(plan, None), "/nodes/12: its path is");
    check(|plan| rows(plan, Some(Layout::Rows(1))), "/sections/1: it is of node 12");
    check(|plan| rows(plan, Some(Layout::Rows(99))), "/nodes/12/layout: index 99");
    check(|plan| rows(plan, Some(Layout::Whole(0))), "/nodes/13: a key is");
    let key = |plan: &mut Plan, layout| {
        let key = node(plan, Layout::Key(0));
        plan.nodes[key].layout = layout;
    };
    check(|plan| key(plan, None), "/nodes/12: a row begins with its key");
    check(|plan| key(plan, Some(Layout::Key(1))), "/nodes/12: a row begins with its key");
    let whole = |plan: &mut Plan, layout| {
        let whole = node(plan, Layout::Whole(0));
        plan.nodes[whole].layout = layout;
    };
    check(|plan| whole(plan, Some(Layout::Whole(3))), "/nodes/6/layout: the members of dimension 3");
    check(|plan| whole(plan, Some(Layout::Note)), "/nodes/6: its path is");
    check(|plan| plan.nodes[0].layout = Some(Layout::Note), "/nodes/0: the root");
    let received = |plan: &Plan, at: &str| support::cell(plan, at) as usize;
    check(
        |plan| {
            let cell = received(plan, "requests.received@*");
            plan.cells[cell].section = None
        },
        "/cells/9: it is of node 14, at `/received` in the rows of section 0",
    );
    check(
        |plan| {
            let cell = received(plan, "requests.received");
            plan.cells[cell].section = Some(0)
        },
        "/cells/3: it is of node",
    );
    check(
        |plan| {
            let copy = plan.nodes.iter().position(|node| node.first.is_some()).unwrap();
            plan.nodes[copy].first = Some(1)
        },
        "/nodes/14/first: it stands before",
    );
    check(|plan| plan.nodes[11].first = Some(11), "/nodes/11/first: it stands before");
    check(
        |plan| {
            let at = node(plan, Layout::Note);
            let cell = plan.nodes[at].cell.take().unwrap();
            plan.nodes[at + 1].cell = Some(cell)
        },
        "/nodes/19: a note is one cell",
    );
}

#[test]
fn dimensions_states_and_codes_are_what_they_say() {
    check(|plan| plan.dimensions[0].key.as_mut().unwrap().clear(), "/dimensions/0/key: no text in language");
    check(
        |plan| plan.dimensions[0].members = plan.dimensions[3].members.clone(),
        "/dimensions/0/members: its members come",
    );
    check(
        |plan| plan.dimensions[3].members[0].id = "*".to_owned(),
        "/dimensions/3/members/0/id: the id is empty, reserved",
    );
    check(|plan| plan.states.push("draft".to_owned()), "/states: a state is named twice");
    check(|plan| plan.states = (0..33).map(|n| n.to_string()).collect(), "/states: 33 entries, 32 are the limit");
    check(|plan| plan.states.clear(), "/rules/1/severity: 2 severities where there are 0 states");
    let three = Severities::by_state(&[Severity::Info, Severity::Error, Severity::Info]).unwrap();
    check(|plan| plan.sections[0].keys = three, "/sections/0/keys: 3 severities where there are 2 states");
    check(|plan| plan.sections[0].counts = three, "/sections/0/counts: 3 severities");
    check(|plan| plan.cells[0].checks.required = Some(three), "/cells/0/checks: 3 severities");
    check(|plan| plan.rules[0].severity = three, "/rules/0/severity: 3 severities");
    let of = |plan: &mut Plan, of| plan.cells[0].content = Content::Code { of, many: false };
    check(
        |plan| of(plan, CodesOf::List("none".to_owned())),
        "/cells/0/content/code/of: there is no list of codes `none`",
    );
    check(|plan| of(plan, CodesOf::Field(999)), "/cells/0/content/code/of: index 999");
    check(|plan| of(plan, CodesOf::Field(support::cell(plan, "staff@*"))), "/cells/0/content/code/of: cell");
    check(|plan| plan.codes.get_mut("register").unwrap().within = Some(999), "/codes/register/within: index 999");
    check(
        |plan| {
            let mut list = codes(&["a"]);
            list.codes[0].label.clear();
            plan.codes.insert("b".to_owned(), list);
        },
        "/codes/b/codes/0/label: no text",
    );
    check(|plan| plan.identity[0] = support::cell(plan, "staff@*"), "/identity/0: cell");
    let remark = |plan: &mut Plan, cell| {
        let shown = vec![Segment::Cell { cell }];
        let message = [("en".to_owned(), shown.clone()), ("zh".to_owned(), shown)].into();
        plan.cells[0].remarks = vec![Remark { check: "type".to_owned(), message, because: None }];
    };
    check(|plan| remark(plan, 0), "sound");
    check(|plan| remark(plan, 999), "/cells/0/remarks/0/message/en: index 999");
    check(
        |plan| {
            plan.rules[1]
                .message
                .values_mut()
                .for_each(|all| *all = vec![Segment::Figure { figure: 999, prior: false }])
        },
        "/rules/1/message/en: index 999",
    );
}

#[test]
fn statements_say_which_rows_they_read() {
    let compare =
        |text: &'static str| move |plan: &mut Plan| plan.rules[0].statements[1] = support::statement(plan, text);
    check(compare("(== requests.received 1)"), "sound");
    check(compare("(== reasons@*,* 1)"), "/rules/0/statements/1: nothing says which rows of cell");
    check(compare("(== reasons@total,* 1)"), "/rules/0/statements/1: nothing says which rows of cell");
    check(compare("(reported reasons@*,*)"), "/rules/0/statements/1: nothing says which rows of cell");
    check(compare("(and (rising lead lead))"), "/rules/0/statements/1: an order is a statement of its own");
    check(
        compare("(== 1 (+ (rows component requests.received)))"),
        "/rules/0/statements/1: cell 3 does not stand in these rows",
    );
    check(compare("(== 1 (+ (rows component,reason reasons@*,total)))"), "/rules/0/statements/1: cell");
    check(compare("(== 1 (rows component requests.received@*))"), "/rules/0/statements/1: rows are operands of");
    check(
        compare("(== 1 (scale 2 (rows component requests.received@*)))"),
        "/rules/0/statements/1: rows are operands of",
    );
    check(
        compare("(== 1 (+ (rows component (+ requests.received@*))))"),
        "/rules/0/statements/1: rows are those of one cell",
    );
    check(
        compare("(== 1 (count (rows component (+ requests.received@*))))"),
        "/rules/0/statements/1: rows are those of one cell",
    );
    check(compare("(== 1 (+ (rows component requests.remark@*)))"), "/rules/0/statements/1: cell 13 holds no number");
    check(compare("(== 1 (count (rows component requests.remark@*)))"), "sound");
    check(
        |plan| {
            plan.rules[0].statements[1] =
                Statement::Reported(Expr::Rows { of: Box::new(Expr::Cell(14)), along: vec![0] })
        },
        "/rules/0/statements/1: it is asked of one cell",
    );
    check(|plan| plan.rules[0].free.clear(), "/rules/0/wheres/1: the dimension `component` is not free");
    check(|plan| plan.rules[0].free = vec![REASON], "/rules/0/wheres/0: the dimension `component` is not free");
    check(|plan| plan.rules[0].free.push(99), "/rules/0/free: index 99");
    check(|plan| plan.rules[3].free[0] = 3, "/rules/3/wheres/0: the dimension `component` is not free");
    check(|plan| plan.rules[0].explained_by = Some(ExplainedBy::Note(999)), "/rules/0/explained_by: index 999");
    check(
        |plan| {
            plan.rules[0].wheres.pop();
        },
        "/rules/0/wheres: there is one for each statement",
    );
}

fn link(kind: LinkKind, from: &[&str], to: &[&str]) -> Link {
    let list = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    let place = Place { file: 0, line: 1, column: 1 };
    Link { kind, from: list(from), to: list(to), label: None, because: None, place }
}

/// A plan that revises [`rich`], with links of every kind.
fn revised() -> Plan {
    let links = vec![
        link(LinkKind::Continued, &["appeals"], &["requests"]),
        link(LinkKind::Merged, &["requests.received", "lead"], &["lead"]),
        link(LinkKind::Broken, &["reasons"], &["reasons"]),
        link(LinkKind::Split, &["requests.days"], &["requests.received", "appeals.received"]),
        link(LinkKind::Broken, &["component[]"], &["component[]"]),
        link(LinkKind::Continued, &["reason[]"], &["statute[]"]),
        link(LinkKind::Merged, &["rank[n1]", "rank[n2]"], &["rank[n1]"]),
        link(LinkKind::Gone, &["staff"], &[]),
        link(LinkKind::Added, &[], &["staff"]),
    ];
    let mut plan = rich();
    plan.revision = "2018".to_owned();
    let revision = Some("2017".to_owned());
    plan.predecessor =
        Some(Predecessor { revision, earlier: vec!["2016".to_owned()], links, ..Predecessor::default() });
    let series = |id: &str| Some(Series { id: id.to_owned(), since: "2016".to_owned() });
    plan.nodes[1].series = series("a");
    plan.dimensions[3].series = series("b");
    plan.dimensions[3].members[0].series = series("c");
    plan
}

#[test]
fn what_a_plan_says_of_those_before_can_be_followed() {
    let check = |change: &dyn Fn(&mut Plan), expected: &str| {
        let mut plan = revised();
        change(&mut plan);
        let found =
            Validator::new(plan).map_or_else(|error| format!("{}: {}", error.at, error.message), |_| "sound".into());
        assert!(found.starts_with(expected), "{found}\nexpected {expected}");
    };
    let before = |change: &dyn Fn(&mut Predecessor), expected: &str| {
        check(&|plan| change(plan.predecessor.as_mut().unwrap()), expected);
    };
    check(&|_| {}, "sound");
    before(
        &|before| before.revision = Some("2018".to_owned()),
        "/predecessor/revision: the revision is without a name",
    );
    before(&|before| before.earlier.push("2017".to_owned()), "/predecessor/earlier/1: the revision is without a name");
    before(&|before| before.earlier[0].clear(), "/predecessor/earlier/0: the revision is without a name");
    before(&|before| before.because = Some(Default::default()), "/predecessor/because: no text");
    before(&|before| before.links[0].label = Some(Default::default()), "/predecessor/links/0/label: no text");
    before(&|before| before.links[1].because = Some(Default::default()), "/predecessor/links/1/because: no text");
    before(&|before| before.links[2].place.file = 9, "/predecessor/links/2/place/file: index 9");
    before(&|before| before.links[0].to[0].clear(), "sound");
    before(&|before| before.links[0].to[0].push('x'), "/predecessor/links/0/to/0: the plan has no `requestsx`");
    before(&|before| before.links[4].to[0] = "components[]".to_owned(), "/predecessor/links/4/to/0: the plan has no");
    before(&|before| before.links[0].from[0].clear(), "/predecessor/links/0/from/0: the address is empty");
    for (number, _) in revised().predecessor.unwrap().links.iter().enumerate() {
        let at = format!("/predecessor/links/{number}: it links");
        before(&|before| (before.links[number].from.clear(), before.links[number].to.clear()).0, &at);
    }
    before(&|before| before.revision = None, "/predecessor/earlier: they are before a revision");
    before(&|before| before.earlier.clear(), "/nodes/1/series: it has no name, or began in no revision");
    check(&|plan| plan.predecessor = None, "/nodes/1/series: it has no name");
    check(&|plan| plan.dimensions[3].series.as_mut().unwrap().id.clear(), "/dimensions/3/series: it has no name");
    check(
        &|plan| plan.dimensions[3].members[0].series.as_mut().unwrap().since.clear(),
        "/dimensions/3/members/0/series: it has no name",
    );
}

/// Carries every report that can be read both ways between two plans, whatever these are.
fn migrate(old: &Plan, new: &Plan) {
    for (from, to) in [(old, new), (new, old)] {
        let _ = Lineage::between(from, to);
        let Ok(way) = Migration::between(from, to) else { continue };
        let (Ok(reader), Ok(writer)) = (Validator::new(from.clone()), Validator::new(to.clone())) else { continue };
        for report in REPORTS.iter().filter_map(|json| reader.read(json.as_bytes()).ok()) {
            let migrated = way.report(&report);
            let _ = writer.write(&migrated.report);
            let _ = migrated.left.iter().map(ToString::to_string).collect::<String>();
        }
    }
}

#[test]
fn plans_with_links_of_every_kind_have_a_way_between_them() {
    Migration::between(&rich(), &revised()).unwrap_or_else(|error| panic!("{error}"));
    migrate(&rich(), &revised());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_damage_to_links_or_plans_panics_on_the_way_between_them(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_u32..90, any::<bool>()), 0..4),
        swaps in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..4),
    ) {
        let (old, mut new) = (rich(), revised());
        let paths: Vec<String> = ["", ".", "component[n1]", "rank[n1]", "rank[n3]", "rank[]", "reason[]", "office[]"]
            .iter()
            .map(|one| (*one).to_owned())
            .chain(old.nodes.iter().map(|node| node.path.clone()))
            .collect();
        for (link, path) in &swaps {
            let links = &mut new.predecessor.as_mut().unwrap().links;
            let number = link.index(links.len());
            let path = path.get(&paths).clone();
            let all = &mut links[number];
            if let Some(slot) = all.from.iter_mut().chain(&mut all.to).next_back() {
                *slot = path;
            }
        }
        let mut texts = [old.to_json(), new.to_json()];
        for (at, to, which) in &edits {
            let text = &mut texts[usize::from(*which)];
            let digits: Vec<usize> = text.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(at, _)| at).collect();
            let at = digits[at.index(digits.len())];
            text.replace_range(at..=at, &to.to_string());
        }
        if let [Ok(old), Ok(new)] = texts.map(|text| Plan::from_json(text.as_bytes())) {
            migrate(&old, &new);
        }
    }
}
