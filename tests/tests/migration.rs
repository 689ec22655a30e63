//! Reports are carried from one revision to the next and back: what goes on, what is added up, what is left and why.

use serde_json::{Value, json};
use tallyform::revision::{Migration, Why};
use tallyform_tests::neighbours::{Pair, carry, pair, short};

const NOTHING: [&str; 0] = [];

/// Asserts what a report becomes and what is left of it.
#[track_caller]
fn becomes(way: &Migration, report: &Value, becomes: &Value, left: &[&str]) {
    let (found, lines) = carry(way, report);
    assert_eq!(short(&found), *becomes);
    assert_eq!(lines, left);
}

/// Asserts that a report goes on as another, comes back as it was, and nothing is left either way.
#[track_caller]
fn there_and_back(pair: &Pair, old: &Value, new: &Value) {
    becomes(&pair.onward, old, new, &NOTHING);
    becomes(&pair.back, new, old, &NOTHING);
}

#[test]
fn what_keeps_its_name_or_has_another_goes_along_and_comes_back() {
    let pair = pair(
        "period: year\nstates: [draft, final]
header: [{id: office, label: O, type: text}, {id: day, label: D, type: date}, {id: head, label: H, type: text}]
items:
  - {id: requests, label: R, items: [{id: received, label: R, parts: [{id: fax, label: F}, {id: post, label: P}]}, {id: late, label: L}]}
  - {id: fees, label: F, unit: yuan}
",
        "period: year\nstates: [draft, final]
header: [{id: office, label: O, type: text}, {id: day, label: D, type: date}, {id: chief, label: H, type: text, was: header.head}]
items:
  - {id: late, label: L, was: requests.late}
  - {id: fees, label: F, unit: yuan}
  - {id: asked, label: R, was: requests, items: [{id: all, label: R, was: requests.received, parts: [{id: fax, label: F}, {id: post, label: P}]}]}
",
    );
    there_and_back(
        &pair,
        &json!({
            "period": "2020", "state": "draft", "header": {"office": "here", "day": "2020-02-29", "head": "N."},
            "requests": {"received": {"total": 9, "fax": 4, "post": "<1"}, "late": "/"}, "fees": "1.5"
        }),
        &json!({
            "period": "2020", "state": "draft", "header": {"office": "here", "day": "2020-02-29", "chief": "N."},
            "late": "/", "fees": "1.5", "asked": {"all": {"total": 9, "fax": 4, "post": "<1"}}
        }),
    );
}

#[test]
fn what_is_new_is_blank_and_what_is_gone_is_listed() {
    let pair = pair(
        "header: [{id: head, label: H, type: text}]
items: [{id: a, label: A}, {id: b, label: B, items: [{id: c, label: C}]}]\n",
        "items: [{id: a, label: A}, {id: c, label: C}]\n",
    );
    becomes(
        &pair.onward,
        &json!({"header": {"head": "N."}, "a": 1, "b": {"c": 2}}),
        &json!({"a": 1}),
        &["/header/head header.head \"N.\": gone", "/b/c b.c 2: gone"],
    );
    becomes(&pair.back, &json!({"a": 1, "c": 2}), &json!({"a": 1}), &["/c c 2: gone"]);
}

/// `rest` was split into three, `sum` is what `a` and `b` were.
fn parted() -> Pair {
    pair(
        "items: [{id: t, label: T, items: [{id: a, label: A}, {id: b, label: B}, {id: rest, label: The rest}]}]\n",
        "items:
  - id: t
    label: T
    items:
      - {id: sum, label: Sum, was: [t.a, t.b]}
      - {id: rest, label: Rest, items: [{id: x, label: X}, {id: y, label: Y, items: [{id: z, label: Z}, {id: rest, label: R}]}]}
",
    )
}

#[test]
fn what_was_split_is_kept_beneath_its_heading_and_comes_back() {
    let pair = parted();
    let kept = json!({"stray": [{"at": "/t/rest", "label": "The rest", "cell": "7"}]});
    becomes(&pair.onward, &json!({"t": {"rest": 7}}), &kept, &["/t/rest t.rest 7: split"]);
    becomes(&pair.back, &kept, &json!({"t": {"rest": 7}}), &NOTHING);
    // What is known of the parts goes before what was kept of the whole.
    let mut both = kept.clone();
    both["t"] = json!({"rest": {"x": 1, "y": {"z": 2, "rest": 3}}});
    let mut known = kept;
    known["t"] = json!({"rest": 6});
    becomes(&pair.back, &both, &known, &NOTHING);
    // A mark is kept as well.
    let kept = json!({"stray": [{"at": "/t/rest", "label": "The rest", "cell": "/"}]});
    becomes(&pair.onward, &json!({"t": {"rest": "/"}}), &kept, &["/t/rest t.rest \"/\": split"]);
    becomes(&pair.back, &kept, &json!({"t": {"rest": "/"}}), &NOTHING);
}

#[test]
fn what_was_merged_is_added_up_where_all_of_it_is_known() {
    let pair = parted();
    let onward = |report: Value, sum: Value, left: &[&str]| becomes(&pair.onward, &report, &sum, left);
    onward(json!({"t": {"a": 3, "b": 4}}), json!({"t": {"sum": 7}}), &NOTHING);
    onward(json!({"t": {"a": 3, "b": "/"}}), json!({"t": {"sum": 3}}), &NOTHING);
    onward(json!({"t": {"a": "/", "b": "/"}}), json!({"t": {"sum": "/"}}), &NOTHING);
    onward(json!({"t": {"a": 3}}), json!({}), &["/t/a t.a 3: merged"]);
    onward(json!({"t": {"a": 3, "b": "<1"}}), json!({}), &["/t/a t.a 3: merged", "/t/b t.b \"<1\": merged"]);
    onward(json!({"t": {"a": 3, "b": "x"}}), json!({}), &["/t/a t.a 3: merged", "/t/b t.b \"x\": merged"]);
    onward(
        json!({"t": {"a": 9_007_199_254_740_991_i64, "b": 1}}),
        json!({}),
        &["/t/a t.a 9007199254740991: unit", "/t/b t.b 1: unit"],
    );
    // The other way it is split.
    let kept = json!({"stray": [{"at": "/t", "label": "Sum", "cell": "7"}]});
    becomes(&pair.back, &json!({"t": {"sum": 7}}), &kept, &["/t/sum t.sum 7: split"]);
    becomes(&pair.onward, &kept, &json!({"t": {"sum": 7}}), &NOTHING);
}

#[test]
fn what_cannot_be_compared_is_left() {
    let pair = pair(
        "items: [{id: a, label: A}, {id: b, label: B, items: [{id: c, label: C}]}]\n",
        "items: [{id: a, label: A, comparable: no}, {id: b, label: B, comparable: no, items: [{id: c, label: C}]}]\n",
    );
    let left = ["/a a 1: broken", "/b/c b.c 2: broken"];
    becomes(&pair.onward, &json!({"a": 1, "b": {"c": 2}}), &json!({}), &left);
    becomes(&pair.back, &json!({"a": 1, "b": {"c": 2}}), &json!({}), &left);
}

#[test]
fn units_convert_exactly_or_not_at_all() {
    let pair = pair(
        "items: [{id: a, label: A, unit: yuan}, {id: b, label: B, unit: wan}, {id: c, label: C, unit: day, decimals: 2}]\n",
        "items: [{id: a, label: A, unit: wan}, {id: b, label: B, unit: yuan}, {id: c, label: C, unit: day}]\n",
    );
    there_and_back(
        &pair,
        &json!({"a": "120", "b": "0.0001", "c": "2.5"}),
        &json!({"a": "0.012", "b": "1", "c": "2.5"}),
    );
    becomes(
        &pair.onward,
        &json!({"a": "120.5", "b": "9007199254740991", "c": "2.55"}),
        &json!({}),
        &["/a a \"120.5\": unit", "/b b \"9007199254740991\": unit", "/c c \"2.55\": places"],
    );
    // Not applicable is so in any unit, a range is not.
    becomes(
        &pair.onward,
        &json!({"a": "/", "b": "<1", "c": "<1"}),
        &json!({"a": "/", "c": "<1"}),
        &["/b b \"<1\": mark"],
    );
    // What did not fit goes along as it stood where that says the same, and is read anew.
    becomes(&pair.onward, &json!({"a": "x", "c": 5}), &json!({"c": 5}), &["/a a \"x\": unit"]);
}

#[test]
fn marks_go_along_by_their_meaning() {
    let pair = pair(
        "items: [{id: a, label: A}, {id: b, label: B, takes: [few]}, {id: c, label: C}, {id: d, label: D}]\n",
        "items: [{id: a, label: A, takes: [none]}, {id: b, label: B, takes: [few]}, {id: c, label: C, takes: []}, {id: d, label: D, takes: [\"/\", none]}]\n",
    );
    becomes(
        &pair.onward,
        &json!({"a": "/", "b": "few", "c": "/", "d": "/"}),
        &json!({"a": "none", "b": "few", "d": "/"}),
        &["/c c \"/\": mark"],
    );
    becomes(&pair.back, &json!({"a": "none", "d": "none"}), &json!({"a": "/", "d": "/"}), &NOTHING);
    // A mark that its cell did not take is one there where it is taken, and stays what it is where it is not.
    becomes(&pair.onward, &json!({"a": "none", "b": "/"}), &json!({"a": "none", "b": "/"}), &NOTHING);
}

#[test]
fn a_mark_of_another_meaning_is_another_mark() {
    let (old, new) = ("takes: [gone]\nitems: [{id: a, label: A}]\n", "takes: [gone]\nitems: [{id: a, label: A}]\n");
    let head = |revision: &str, mark: &str| {
        format!(
            "tallyform: 1\nform: f\ntitle: F\nlanguages: [en]\nunits: {{case: {{kind: count}}}}\nunit: case\nrevision: \"{revision}\"\nmarks: {{gone: {mark}}}\n"
        )
    };
    let (old, new) = tallyform_tests::neighbours::plans(
        &(head("2019", "not_applicable") + old),
        &(head("2020", "{suppressed: {min: 0, max: 4}}") + "revises: 2019.yaml\n" + new),
    );
    let way = Migration::between(&old, &new).expect("they are neighbours");
    becomes(&way, &json!({"a": "gone"}), &json!({}), &["/a a \"gone\": mark"]);
    // Nor is one that its cell did not take.
    let (mut old, mut new) = (old, new);
    old.cells[0].takes.clear();
    becomes(
        &Migration::between(&old, &new).expect("a way"),
        &json!({"a": "gone"}),
        &json!({}),
        &["/a a \"gone\": mark"],
    );
    new.cells[0].takes.clear();
    becomes(&Migration::between(&old, &new).expect("a way"), &json!({"a": "gone"}), &json!({"a": "gone"}), &NOTHING);
}

#[test]
fn fields_change_their_type_where_nothing_is_lost() {
    let pair = pair(
        "codes: {area: [{code: n, label: North}, {code: s, label: South}]}
header:
  - {id: a, label: A, type: code, of: area}
  - {id: b, label: B, type: code, of: area, many: true}
  - {id: c, label: C, type: date}
  - {id: d, label: D, type: text}
items: [{id: x, label: X}]\n",
        "codes: {area: [{code: n, label: North}, {code: s, label: South}]}
header:
  - {id: a, label: A, type: code, of: area, many: true, comparable: no}
  - {id: b, label: B, type: code, of: area, many: true}
  - {id: d, label: D, type: text}
items: [{id: x, label: X}]\n",
    );
    becomes(
        &pair.onward,
        &json!({"header": {"a": "n", "b": ["n", "s"], "c": "2020-01-01", "d": "t"}, "x": "y"}),
        &json!({"header": {"b": ["n", "s"], "d": "t"}, "x": "y"}),
        &["/header/a header.a \"n\": broken", "/header/c header.c \"2020-01-01\": gone"],
    );
}

#[test]
fn a_dimension_that_is_gained_or_lost_leaves_the_whole() {
    let dimensions = "dimensions: {who: {label: All, parts: [{id: p, label: P}, {id: q, label: Q}]}, kind: {items: [{id: k, label: K}]}}\n";
    let pair = pair(
        &format!(
            "{dimensions}items: [{{id: a, label: A}}, {{id: b, label: B, by: [who]}}, {{id: c, label: C}}, {{id: d, label: D, by: [kind]}}]\n"
        ),
        &format!(
            "{dimensions}items: [{{id: a, label: A, by: [who]}}, {{id: b, label: B}}, {{id: c, label: C, by: [kind]}}, {{id: d, label: D}}]\n"
        ),
    );
    becomes(
        &pair.onward,
        &json!({"a": 1, "b": {"total": 5, "p": 2, "q": 3}, "c": 4, "d": {"k": 6}}),
        &json!({"a": {"total": 1}, "b": 5}),
        &["/b/p b who=p 2: dimension", "/b/q b who=q 3: dimension", "/c c 4: dimension", "/d/k d kind=k 6: dimension"],
    );
    becomes(
        &pair.back,
        &json!({"a": {"total": 1, "p": 1}, "b": 5}),
        &json!({"a": 1, "b": {"total": 5}}),
        &["/a/p a who=p 1: dimension"],
    );
}

/// `p` is `person` now, `q` and `r` are one, `s` is two, `g` is gone and `n` is new.
fn members() -> Pair {
    pair(
        "dimensions: {who: {label: All, parts: [{id: p, label: P}, {id: q, label: Q}, {id: r, label: R}, {id: s, label: S}, {id: g, label: G}, {id: k, label: K}]}}
by: [who]
items: [{id: a, label: A}, {id: d, label: D, unit: day}]\n",
        "dimensions:
  by_whom:
    label: All
    was: who[]
    parts:
      - {id: person, label: P, was: 'who[p]'}
      - {id: qr, label: QR, was: ['who[q]', 'who[r]']}
      - {id: s, label: S, items: [{id: s1, label: S1}, {id: s2, label: S2}]}
      - {id: k, label: K, comparable: no}
      - {id: n, label: N}
by: [by_whom]
items: [{id: a, label: A}, {id: d, label: D, unit: day}]\n",
    )
}

#[test]
fn members_are_renamed_merged_split_and_lost() {
    let pair = members();
    let split = "{\"at\": \"/a\", \"label\": \"A[s]\", \"cell\": \"4\"}";
    becomes(
        &pair.onward,
        &json!({"a": {"total": 20, "p": 1, "q": 2, "r": 3, "s": 4, "g": 5, "k": 6}}),
        &json!({"a": {"total": 20, "person": 1, "qr": 5}, "stray": [serde_json::from_str::<Value>(split).expect("JSON")]}),
        &["/a/s a who=s 4: split", "/a/g a who=g 5: gone", "/a/k a who=k 6: broken"],
    );
    becomes(
        &pair.back,
        &json!({"a": {"total": 20, "person": 1, "s1": 2, "s2": 3, "k": 6, "n": 7}}),
        &json!({"a": {"total": 20, "p": 1, "s": 5}}),
        &["/a/k a by_whom=k 6: broken", "/a/n a by_whom=n 7: gone"],
    );
    // What does not add is not added up.
    becomes(
        &pair.onward,
        &json!({"d": {"total": "2", "q": "1", "r": "3"}}),
        &json!({"d": {"total": "2"}}),
        &["/d/q d who=q \"1\": merged", "/d/r d who=r \"3\": merged"],
    );
}

#[test]
fn a_figure_that_is_split_by_a_dimension_keeps_what_each_member_had() {
    let dimensions = "dimensions: {who: {label: All, parts: [{id: p, label: P}, {id: q, label: Q}]}}\n";
    let pair = pair(
        &format!("{dimensions}items: [{{id: a, label: A, by: [who]}}]\n"),
        &format!(
            "{dimensions}items: [{{id: a, label: A, items: [{{id: x, label: X, by: [who]}}, {{id: y, label: Y}}]}}]\n"
        ),
    );
    let old = json!({"a": {"total": 3, "p": 1, "q": 2}});
    let new = json!({"stray": [
        {"at": "/a", "label": "A", "cell": "3"},
        {"at": "/a/x/p", "label": "A[p]", "cell": "1"},
        {"at": "/a/x/q", "label": "A[q]", "cell": "2"}
    ]});
    becomes(&pair.onward, &old, &new, &["/a/total a 3: split", "/a/p a who=p 1: split", "/a/q a who=q 2: split"]);
    becomes(&pair.back, &new, &old, &NOTHING);
    // The parts of a member are known only in part.
    becomes(
        &pair.back,
        &json!({"a": {"x": {"total": 3, "p": 1}, "y": 4}}),
        &json!({"a": {"total": 7}}),
        &["/a/x/p a.x who=p 1: merged"],
    );
}

#[test]
fn every_reason_has_a_name_and_a_sentence_of_its_own() {
    let keys: std::collections::BTreeSet<_> = Why::ALL.iter().map(|why| why.key()).collect();
    let sentences: std::collections::BTreeSet<_> = Why::ALL.iter().map(ToString::to_string).collect();
    assert_eq!((keys.len(), sentences.len()), (Why::ALL.len(), Why::ALL.len()));
}

#[test]
fn only_neighbours_have_a_way() {
    let one = parted();
    let says = |from, to| Migration::between(from, to).map(|_| ()).expect_err("no way").message;
    let mut later = one.new.clone();
    later.revision = "2021".to_owned();
    assert_eq!(
        says(&one.new, &later),
        "revision `2021` of `org.example.cases` revises `2019` and not `2020`, and revision `2020` of `org.example.cases` \
         revises `2019` and not `2021`"
    );
    let mut alone = one.new.clone();
    alone.predecessor = None;
    assert!(says(&one.old, &alone).contains("does not say which one it revises"));
    assert!(says(&alone, &one.old).contains("does not say which one it revises"));
    assert!(says(&one.old, &one.old).contains("both are revision `2019`"));
    let mut other = one.new.clone();
    other.form = "org.example.other".to_owned();
    assert!(says(&one.old, &other).contains("another form"));
    let mut lost = one.old.clone();
    lost.nodes[1].id = "u".to_owned();
    assert!(says(&lost, &one.new).contains("revision `2019`"));
    let chain = Migration::chain(&[&one.old, &one.new, &one.old]).expect("there and back");
    assert_eq!(chain.iter().map(|way| way.to().revision.as_str()).collect::<Vec<_>>(), ["2020", "2019"]);
    assert!(Migration::chain(&[&one.old]).expect("none").is_empty());
}
