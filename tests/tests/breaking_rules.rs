//! Every page of a rule is true: its example breaks the rule, for whom the page says.

use tallyform::Plan;
use tallyform_codegen::compile;
use tallyform_compare::{Audience, Difference, Rule, breaks};
use tallyform_schema::SourceMap;

/// The fenced YAML of a page that is marked `kind`.
fn example(page: &str, kind: &str) -> String {
    let fence = format!("```yaml {kind}\n");
    let (_, rest) = page.split_once(&fence).unwrap_or_else(|| panic!("no fence marked `{kind}` in\n{page}"));
    rest.split_once("```").expect("the fence is closed").0.to_owned()
}

fn plan(text: &str, before: &str) -> Result<Plan, String> {
    let mut sources = SourceMap::new();
    let mut read = |name: &str| match name {
        "2024.yaml" => Ok(before.as_bytes().to_vec()),
        _ => Err("there is no such file".to_owned()),
    };
    let file = sources.load("2025.yaml", text.as_bytes(), &mut read);
    let compiled = compile(&sources, file);
    let said: Vec<String> = compiled.diagnostics.iter().map(|one| format!("{} {}", one.code, one.message)).collect();
    compiled.plan.ok_or_else(|| format!("{said:#?}"))
}

#[test]
fn every_page_starts_with_its_rule_and_says_whom_it_breaks() {
    for rule in Rule::ALL {
        let title = format!("# {}: {}\n", rule.id(), rule.summary().trim_end_matches('.'));
        assert!(rule.page().starts_with(&title), "{}: the page should start with {title:?}", rule.id());
        let names: Vec<&str> = rule.audiences().iter().map(|audience| audience.name()).collect();
        let line = format!("\nBreaks: {}.\n", names.join(", "));
        assert!(rule.page().contains(&line), "{}: the page should say {line:?}", rule.id());
        assert_eq!(rule.id().parse(), Ok(*rule));
    }
    assert!("nothing-gone".parse::<Rule>().is_err());
}

#[test]
fn every_example_breaks_its_rule() {
    let mut wrong = Vec::new();
    for rule in Rule::ALL.iter().copied() {
        let (before, after) = (example(rule.page(), "before"), example(rule.page(), "after"));
        let (old, new) = match (plan(&before, ""), plan(&after, &before)) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(said), _) | (_, Err(said)) => {
                wrong.push(format!("{}: {said}", rule.id()));
                continue;
            }
        };
        let difference = Difference::between(&old, &new, &[]);
        let found = breaks(&difference, &Audience::ALL);
        let of_rule: Vec<_> = found.iter().filter(|one| one.rule == rule).collect();
        if of_rule.is_empty() || of_rule.iter().any(|one| one.audiences != rule.audiences()) {
            let rules: Vec<&str> = found.iter().map(|one| one.rule.id()).collect();
            wrong.push(format!("{}: found {rules:?} in {:#?}", rule.id(), difference.changes));
        }
        let nothing = Difference::between(&new, &new, &[]);
        assert!(nothing.changes.is_empty(), "{}: {:#?}", rule.id(), nothing.changes);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
