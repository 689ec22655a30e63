//! What the form of 2019 says of the form that it replaced, beside what the two official documents print.

use std::collections::BTreeSet;

use tallyform::plan::{Link, LinkKind, Plan};
use tallyform_tests::forms::{DISCLOSURE_2017, plan};

const FORM: &str = "forms/cn.gov-info-disclosure/2019.yaml";

fn links(plan: &Plan, kind: LinkKind) -> impl Iterator<Item = &Link> {
    plan.predecessor.iter().flat_map(|before| &before.links).filter(move |link| link.kind == kind)
}

/// Where each thing of one kind comes from.
fn from(plan: &Plan, kind: LinkKind) -> BTreeSet<&str> {
    links(plan, kind).flat_map(|link| &link.from).map(String::as_str).collect()
}

/// Where each thing of one kind goes to.
fn to(plan: &Plan, kind: LinkKind) -> BTreeSet<&str> {
    links(plan, kind).flat_map(|link| &link.to).map(String::as_str).collect()
}

#[test]
fn figures_go_on_where_both_forms_print_the_same_thing() {
    let plan = plan(FORM);
    let before = plan.predecessor.as_ref().expect("it revises another form");
    assert_eq!(before.revision.as_deref(), Some("2017"));
    let moved = [
        "requests.results.granted_in_part",
        "requests.results.refused.security_and_stability",
        "requests.results.refused.state_secret",
    ];
    assert_eq!(to(&plan, LinkKind::Continued), BTreeSet::from(moved));
    // Under its name it needs no link: what came in that year, as a whole in both forms.
    let received = |address: &str| {
        before
            .links
            .iter()
            .any(|link| [&link.from, &link.to].into_iter().any(|side| side.iter().any(|one| one == address)))
    };
    assert!(!received("requests.received"));
    // Replies for what was public already have a row of their own in the earlier form and none in this one.
    assert_eq!(to(&plan, LinkKind::Broken), BTreeSet::from(["requests.results.granted"]));
    assert_eq!(
        from(&plan, LinkKind::Merged),
        ["privacy", "trade_secret"]
            .map(|id| format!("requests.replied.refused.{id}"))
            .iter()
            .map(String::as_str)
            .collect()
    );
    assert_eq!(to(&plan, LinkKind::Merged), BTreeSet::from(["requests.results.refused.third_party"]));
    assert_eq!(from(&plan, LinkKind::Split), BTreeSet::new());
}

#[test]
fn figures_that_sound_alike_and_are_not_the_same_are_gone_with_a_reason() {
    let plan = plan(FORM);
    let gone = from(&plan, LinkKind::Gone);
    for address in
        ["complaints", "fees", "reviews", "lawsuits", "requests.completed.on_time", "requests.replied", "organisation"]
    {
        assert!(gone.contains(address), "{address} of {gone:?}");
    }
    for link in links(&plan, LinkKind::Gone).filter(|link| !link.from.iter().any(|from| from.starts_with("header."))) {
        let because = link.because.as_ref().unwrap_or_else(|| panic!("{:?} is gone without a reason", link.from));
        assert!(because.contains_key("zh") && because.contains_key("en"), "{:?}", link.from);
    }
    // Petitions among requests are a way of processing them: no complaints of the earlier form.
    assert!(!to(&plan, LinkKind::Continued).contains("requests.results.not_processed.petition"));
}

#[test]
fn everything_of_the_form_before_goes_on_or_is_gone() {
    let (plan, earlier) = (plan(FORM), plan(DISCLOSURE_2017));
    let named: BTreeSet<&str> = plan
        .predecessor
        .iter()
        .flat_map(|before| &before.links)
        .flat_map(|link| &link.from)
        .map(String::as_str)
        .collect();
    let here: BTreeSet<&str> = plan.nodes.iter().map(|node| node.path.as_str()).collect();
    let beneath = |path: &str| {
        named.iter().any(|one| path.strip_prefix(one).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    };
    let lost: Vec<&str> = earlier
        .nodes
        .iter()
        .map(|node| node.path.as_str())
        .filter(|path| !path.is_empty() && !beneath(path) && !here.contains(path))
        .collect();
    assert_eq!(lost, [] as [&str; 0]);
}
