//! What everything of a revision was in the one before, and what became of everything in that.

use tallyform::Plan;
use tallyform::revision::{Ancestry, Lineage};
use tallyform_tests::neighbours::pair;

const OLD: &str = "dimensions: {who: {label: All, parts: [{id: p, label: P}, {id: q, label: Q}, {id: r, label: R}]}, kind: {items: [{id: k, label: K}]}}
header: [{id: head, label: H, type: text}]
items:
  - id: t
    label: T
    items:
      - {id: a, label: A, by: [who]}
      - {id: b, label: B}
      - {id: c, label: C}
      - {id: h, label: H, items: [{id: x, label: X, by: [kind]}, {id: y, label: Y}]}
  - {id: v, label: V}
";

const NEW: &str = "dimensions: {whom: {label: All, was: 'who[]', parts: [{id: pq, label: P, was: ['who[p]', 'who[q]']}, {id: r, label: R, items: [{id: r1, label: R}, {id: r2, label: R}]}]}, kind: {comparable: no, items: [{id: k, label: K}, {id: l, label: L}]}}
header: [{id: head, label: H, type: text}]
items:
  - id: u
    label: T
    was: t
    items:
      - {id: a, label: A, by: [whom], items: [{id: m, label: M}, {id: n, label: N}]}
      - {id: b, label: B, was: [t.b, t.c]}
      - {id: h, label: H, comparable: no, items: [{id: x, label: X, by: [kind]}, {id: z, label: Z}]}
      - {id: y, label: Y, was: t.h.y}
  - {id: w, label: W, items: [{id: v, label: V}]}
  - {id: sum, label: S, was: [v]}
";

fn line(name: &str, one: &Ancestry, was: impl Fn(u32) -> String) -> String {
    let mut line = format!("{name} <-");
    for from in &one.from {
        line += &format!(" {}{}", was(*from), if one.same == Some(*from) { "" } else { "+" });
    }
    if let Some(split) = one.split {
        line += &format!(" part of {}", was(split));
    }
    line + if one.broken { " broken" } else { "" } + if one.link.is_some() { " linked" } else { "" }
}

fn nodes(lineage: &Lineage, old: &Plan, new: &Plan) -> Vec<String> {
    let path = |plan: &Plan, node: u32| plan.nodes[node as usize].path.clone();
    let own = (0..).zip(&lineage.nodes).filter(|(number, _)| *number > 0 && new.is_subject(*number));
    own.map(|(number, one)| line(&path(new, number), one, |was| path(old, was))).collect()
}

#[test]
fn every_node_was_what_its_name_or_a_link_says() {
    let pair = pair(OLD, NEW);
    let lineage = Lineage::between(&pair.old, &pair.new).expect("they are neighbours");
    assert_eq!(
        nodes(&lineage, &pair.old, &pair.new),
        [
            "header <- header",
            "header.head <- header.head",
            "u <- t linked",
            "u.a <- t.a",
            "u.a.m <- part of t.a linked",
            "u.a.n <- part of t.a linked",
            "u.b <- t.b t.c+ linked",
            "u.h <- t.h broken linked",
            "u.h.x <- t.h.x broken linked",
            "u.h.z <- broken linked",
            "u.y <- t.h.y linked",
            "w <- linked",
            "w.v <- linked",
            "sum <- v linked",
        ]
    );
    assert_eq!(lineage.nodes[0].same, Some(0), "the root was the root");
    let became = |path: &str| {
        let at = pair.old.nodes.iter().position(|node| node.path == path).expect("a node");
        lineage.became.nodes[at].iter().map(|node| pair.new.nodes[*node as usize].path.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(became("t.a"), ["u.a", "u.a.m", "u.a.n"]);
    assert_eq!(became("t.c"), ["u.b"]);
    assert_eq!(became("v"), ["sum"]);
    assert_eq!(became("t.a.p"), [""; 0], "a place in a matrix is none of the form's nodes");
}

#[test]
fn every_member_was_one_of_what_its_dimension_was() {
    let pair = pair(OLD, NEW);
    let lineage = Lineage::between(&pair.old, &pair.new).expect("they are neighbours");
    let mut lines = Vec::new();
    for ((dimension, own), members) in pair.new.dimensions.iter().zip(&lineage.dimensions).zip(&lineage.members) {
        lines.push(line(&dimension.id, own, |was| pair.old.dimensions[was as usize].id.clone()));
        let was = own.same.map(|was| &pair.old.dimensions[was as usize]).expect("both go on");
        for (member, one) in dimension.members.iter().zip(members) {
            lines.push(line(&member.id, one, |number| was.members[number as usize].id.clone()));
        }
    }
    assert_eq!(
        lines,
        [
            "whom <- who linked",
            "pq <- p+ q+ linked",
            "r1 <- part of r linked",
            "r2 <- part of r linked",
            "kind <- kind broken linked",
            "k <- k broken linked",
            "l <- broken linked",
        ]
    );
    assert_eq!(lineage.became.dimensions, [vec![0], vec![1]]);
    assert_eq!(lineage.became.members[0], [vec![0], vec![0], vec![1, 2]]);
}

#[test]
fn a_revision_that_does_not_say_which_one_it_revises_is_taken_at_its_word() {
    let pair = pair(OLD, NEW);
    let mut new = pair.new.clone();
    new.predecessor.as_mut().expect("it has one").revision = None;
    assert_eq!(Lineage::between(&pair.old, &new), Lineage::between(&pair.old, &pair.new));
    new.predecessor.as_mut().expect("it has one").links[0].from[0] = "nothing".to_owned();
    let error = Lineage::between(&pair.old, &new).expect_err("there is no such thing");
    assert_eq!(
        error.to_string(),
        "revision `2020` of `org.example.cases` names `nothing` as something of revision `2019`, which does not have it"
    );
}
