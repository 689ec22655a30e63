//! The series of figures, dimensions and members through the revisions of a form.

use std::collections::BTreeSet;

use tallyform::plan::{Plan, Series};
use tallyform::revision::{Ancestry, Lineage};

/// Names the series of a plan after those of the revisions before, the nearest first.
///
/// A series is called as it was where it began, so that its name stays. Where an older one has that name, even one that has
/// ended, the revision that it began with is added.
pub(super) fn name(earlier: &[&Plan], plan: &mut Plan) {
    let Some(before) = earlier.first() else { return };
    // What links a plan to another than that is wrong with the form, and said of it.
    let Ok(lineage) = Lineage::between(before, plan) else { return };
    let revision = plan.revision.clone();
    let taken: BTreeSet<String> = earlier.iter().flat_map(|plan| nodes(plan)).map(|(_, id)| id.to_owned()).collect();
    let figure = |node: u32| before.is_figure(node).then(|| before.node_series(node));
    let named = (0..).zip(&lineage.nodes).map(|(number, ancestry)| {
        let node = plan.nodes.get(number as usize).filter(|_| plan.is_figure(number))?;
        let was = ancestry.same.and_then(figure);
        next(&node.path, was, ancestry, &revision, |id| taken.contains(id))
    });
    let named: Vec<Option<Series>> = named.collect();
    for (node, series) in plan.nodes.iter_mut().zip(named) {
        node.series = series;
    }

    let taken: BTreeSet<(&str, Option<&str>)> = earlier.iter().flat_map(|plan| dimensions(plan)).collect();
    let members = lineage.dimensions.iter().zip(&lineage.members);
    for (dimension, (own, members)) in plan.dimensions.iter_mut().zip(members) {
        let was = own.same.map(|was| before.dimension_series(was));
        dimension.series = next(&dimension.id, was, own, &revision, |id| taken.contains(&(id, None)));
        let of = dimension.series.as_ref().map_or(dimension.id.as_str(), |series| &series.id);
        for (member, ancestry) in dimension.members.iter_mut().zip(members) {
            let was = ancestry.same.zip(own.same).map(|(was, of)| before.member_series(of, was));
            member.series = next(&member.id, was, ancestry, &revision, |id| taken.contains(&(of, Some(id))));
        }
    }
}

/// The series of something that was of a series, or is new; none where its name alone says so.
fn next(
    name: &str,
    was: Option<(&str, &str)>,
    ancestry: &Ancestry,
    revision: &str,
    is_taken: impl Fn(&str) -> bool,
) -> Option<Series> {
    let Some((id, since)) = was else {
        let since = revision.to_owned();
        return is_taken(name).then(|| Series { id: format!("{name}@{revision}"), since });
    };
    // What takes others in goes on under its name, and is another quantity.
    let since = if ancestry.broken || ancestry.from.len() > 1 { revision } else { since };
    Some(Series { id: id.to_owned(), since: since.to_owned() })
}

/// The figures and fields of a plan with their series.
fn nodes(plan: &Plan) -> impl Iterator<Item = (u32, &str)> {
    let numbers = (0..).zip(&plan.nodes).map(|(number, _)| number);
    numbers.filter(|number| plan.is_figure(*number)).map(|number| (number, plan.node_series(number).0))
}

/// The series of a plan's dimensions, and of their members beside that of their dimension.
fn dimensions(plan: &Plan) -> impl Iterator<Item = (&str, Option<&str>)> {
    (0..).zip(&plan.dimensions).flat_map(move |(number, dimension)| {
        let own = plan.dimension_series(number).0;
        let members = (0..).zip(&dimension.members).map(move |(at, _)| plan.member_series(number, at).0);
        std::iter::once((own, None)).chain(members.map(move |member| (own, Some(member))))
    })
}

#[cfg(test)]
mod tests {
    use tallyform::plan::{Link, LinkKind, Place, Predecessor};
    use tallyform_schema::SourceMap;

    use super::*;

    /// A plan of items and members with these links to the one before.
    fn plan(revision: &str, items: &str, members: &str, links: &[(LinkKind, &str, &str)], earlier: &[&Plan]) -> Plan {
        let text = format!(
            "tallyform: 1\nform: a.b\nrevision: \"{revision}\"\ntitle: T\nlanguages: [en]\nunits: {{case: {{kind: count}}}}\n\
             dimensions:\n  who: {{label: All, parts: [{members}]}}\nitems:\n{items}"
        );
        let mut sources = SourceMap::new();
        let file = sources.add("form.yaml", text);
        let compiled = crate::compile(&sources, file);
        let mut plan = compiled.plan.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
        let Some(before) = earlier.first() else { return plan };
        let list = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        let links = links.iter().map(|(kind, from, to)| Link {
            kind: *kind,
            from: list(from),
            to: list(to),
            label: None,
            because: None,
            place: Place { file: 0, line: 1, column: 1 },
        });
        let revision = Some(before.revision.clone());
        plan.predecessor = Some(Predecessor { revision, links: links.collect(), ..Predecessor::default() });
        name(earlier, &mut plan);
        plan
    }

    fn item(id: &str) -> String {
        format!("  - {{id: {id}, label: L, unit: case, by: [who]}}\n")
    }

    fn items(ids: &[&str]) -> String {
        ids.iter().map(|id| item(id)).collect()
    }

    /// Path, id and `since` of every figure.
    fn series(plan: &Plan) -> Vec<(&str, &str, &str)> {
        let numbers = nodes(plan).map(|(number, _)| number);
        let of = |number: u32| {
            let (id, since) = plan.node_series(number);
            (plan.nodes[number as usize].path.as_str(), id, since)
        };
        numbers.map(of).collect()
    }

    fn members(plan: &Plan) -> Vec<(&str, &str)> {
        (0..).zip(&plan.dimensions[0].members).map(|(at, _)| plan.member_series(0, at)).collect()
    }

    const BOTH: &str = "{id: m, label: M}, {id: n, label: N}";

    #[test]
    fn a_series_keeps_the_name_that_it_began_with_and_no_other_one_gets_it() {
        let one = plan("1", &items(&["a", "b", "c"]), BOTH, &[], &[]);
        assert_eq!(series(&one), [("a", "a", "1"), ("b", "b", "1"), ("c", "c", "1")]);
        // `a` is renamed, `b` ends; then `a` and `b` come back as something else.
        let links = [(LinkKind::Continued, "a", "x"), (LinkKind::Gone, "b", "")];
        let two = plan("2", &items(&["x", "c"]), BOTH, &links, &[&one]);
        assert_eq!(series(&two), [("x", "a", "1"), ("c", "c", "1")]);
        let links = [(LinkKind::Added, "", "a"), (LinkKind::Added, "", "b"), (LinkKind::Added, "", "d")];
        let three = plan("3", &items(&["x", "c", "a", "b", "d"]), BOTH, &links, &[&two, &one]);
        let expected = [("x", "a", "1"), ("c", "c", "1"), ("a", "a@3", "3"), ("b", "b@3", "3"), ("d", "d", "3")];
        assert_eq!(series(&three), expected);
        let four = plan("4", &items(&["a"]), BOTH, &[], &[&three, &two, &one]);
        assert_eq!(series(&four), [("a", "a@3", "3")]);
    }

    #[test]
    fn what_cannot_be_compared_or_takes_others_in_goes_on_since_this_revision() {
        let one = plan("1", &items(&["a", "b", "c", "d"]), BOTH, &[], &[]);
        let links = [(LinkKind::Broken, "a", "a"), (LinkKind::Merged, "b c", "b")];
        let two = plan("2", &items(&["a", "b", "d"]), BOTH, &links, &[&one]);
        assert_eq!(series(&two), [("a", "a", "2"), ("b", "b", "2"), ("d", "d", "1")]);
    }

    #[test]
    fn members_go_on_within_their_dimension() {
        let one = plan("1", &items(&["a"]), BOTH, &[], &[]);
        let links = [(LinkKind::Continued, "who[m]", "who[o]"), (LinkKind::Broken, "who[n]", "who[n]")];
        let two = plan("2", &items(&["a"]), "{id: o, label: O}, {id: n, label: N}", &links, &[&one]);
        assert_eq!(members(&two), [("m", "1"), ("n", "2")]);
        let links = [(LinkKind::Added, "", "who[m]"), (LinkKind::Broken, "who[]", "who[]")];
        let three = plan("3", &items(&["a"]), "{id: o, label: O}, {id: m, label: M}", &links, &[&two, &one]);
        assert_eq!(members(&three), [("m", "3"), ("m@3", "3")]);
        assert_eq!(three.dimension_series(0), ("who", "3"));
    }
}
