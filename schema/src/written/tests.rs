//! What is written is read again as it was.

use proptest::prelude::*;

use super::scalar::{block_key, block_scalar, flow_key, flow_scalar};
use super::top;
use crate::SourceMap;
use crate::yaml::{self, Entry, Tree, Value};

fn read(text: &str) -> Tree {
    let mut sources = SourceMap::new();
    let file = sources.add("form.yaml", text);
    let mut out = Vec::new();
    let tree = yaml::read(&sources, file, &mut out);
    assert!(out.is_empty(), "{out:#?}\n{text}");
    tree.unwrap_or_else(|| panic!("nothing was read:\n{text}"))
}

fn entries(tree: &Tree) -> &[Entry] {
    match &tree.value {
        Value::Mapping(entries) => entries,
        other => panic!("no mapping: {other:?}"),
    }
}

fn written(tree: &Tree) -> String {
    let mut out = String::new();
    entries(tree).iter().for_each(|entry| top(entry, &mut out));
    out
}

/// A tree without its places.
fn bare(tree: &Tree) -> String {
    match &tree.value {
        Value::Missing => "nothing".to_owned(),
        Value::Broken => "broken".to_owned(),
        Value::Scalar(scalar) => format!("{:?}", scalar.text),
        Value::Sequence(items) => format!("[{}]", items.iter().map(bare).collect::<Vec<_>>().join(", ")),
        Value::Mapping(entries) => {
            let each = entries.iter().map(|entry| format!("{:?}: {}", entry.key.text, bare(&entry.value)));
            format!("{{{}}}", each.collect::<Vec<_>>().join(", "))
        }
    }
}

#[track_caller]
fn stays(text: &str) {
    assert_eq!(written(&read(text)), text);
}

#[test]
fn what_fits_on_a_line_stands_there() {
    stays(
        r#"tallyform: 1
form: cn.gov-info-disclosure
revision: "2017"
title: {zh: 政府信息公开情况统计表, en: Government information disclosure statistics}
languages: [zh, en]
period: {every: month, starts: "10-01"}
marks: {/: not_applicable, "<1": {above: 0, below: 1}}
units:
  万元: {label: {en: ten thousand yuan}, kind: money, of: CNY, factor: 10000, decimals: 4, printed: false}
header:
  - {id: reporting_unit, label: 填报单位, type: text, required: true}
items:
  - id: requests
    label: 三、依申请公开情况
    check: {id: balance, that: "sum(received over area) >= requests.received[north]", because: {en: late, zh: 迟}}
    items:
      - id: received
        label: （一）收到申请数
        comparable: no
        check: received == carried_in + 5
        parts:
          - {id: in_person, label: 1.当面申请数}
          - {id: fax, label: 2.传真申请数}
          - {id: online, label: 3.网络申请数, except: [[received, outer], [received, inner]]}
      - {id: apart, parts: [{id: x, label: {zh: 甲, en: A}}]}
gone:
  requests.mail:
  requests.telex: nobody has one
"#,
    );
}

#[test]
fn texts_of_several_lines_keep_them() {
    stays("title: |-\n  one\n\n    two\nitems:\n  - id: a\n    definition: |-\n      one\n      two\n");
}

#[test]
fn a_line_has_at_most_so_many_columns() {
    let label = "数".repeat(20);
    let text = format!(
        "items:
  - id: received
    label: {{zh: {label}, en: {0}}}
    parts:
      - {{id: a, label: {{zh: {label}, en: {0}}}}}
",
        "n".repeat(40),
    );
    stays(&text);
    let wide = text.replace("parts:\n      - {id: a, label", "parts: [{id: a, label").replace("}}\n", "}}]\n");
    assert_eq!(written(&read(&wide)), text);
}

#[test]
fn only_what_nobody_could_misread_is_plain() {
    for plain in
        ["请求数", "（一）收到", "in person", "cn.gov-info", "a/b", "1.当面", "a == b + c * 2", ".a.b", "(7) Total"]
    {
        assert_eq!(flow_scalar(plain, "label"), plain);
    }
    assert_eq!(block_scalar("a[b] <= c, d:e", "check", 0), "a[b] <= c, d:e");
    assert_eq!(flow_scalar("a[b] <= c", "check"), "\"a[b] <= c\"");
    for text in [
        "",
        ".NaN",
        "2017",
        "01",
        "1e5",
        "0x1F",
        "2017-01-01",
        ".5",
        "- a",
        "a: b",
        "a #b",
        "null",
        "No",
        "x ",
        "a, b",
        "*a",
        "a\u{a0}b",
        "\u{2028}",
        "<<",
        "=",
    ] {
        assert!(flow_scalar(text, "label").starts_with('"'), "{text:?}");
    }
    for (key, text) in [("min", "-0.5"), ("required", "true"), ("comparable", "no"), ("note", "false")] {
        assert_eq!(flow_scalar(text, key), text);
        assert_eq!(flow_scalar(text, "label"), format!("\"{text}\""));
    }
    assert_eq!(flow_scalar("say \"no\"\n", "label"), r#""say \"no\"\n""#);
    assert_eq!([block_key("requests.received:parts"), block_key("a[b]")], ["requests.received:parts", "a[b]"]);
    assert_eq!([flow_key("requests.received:parts"), flow_key("a[b]")], ["\"requests.received:parts\"", "\"a[b]\""]);
    assert_eq!([flow_key("on"), block_key("no")], ["on", "\"no\""]);
}

#[test]
fn a_key_may_be_longer_than_readers_look_ahead() {
    let tree = read(&format!("marks:\n  ? {}\n  : {{means: not_applicable}}\n", "x".repeat(2000)));
    assert_eq!(bare(&read(&written(&tree))), bare(&tree));
}

/// Texts that YAML would like to read otherwise.
fn texts() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "a",
        "件",
        " ",
        "\n",
        ":",
        ": ",
        "#",
        " #",
        "-",
        "- ",
        ",",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "\\",
        "&",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
        "?",
        "? ",
        "~",
        "<<",
        "=",
        ".",
        "...",
        "---",
        "1",
        "0",
        "no",
        "null",
        "\t",
        "\r",
        "\u{85}",
        "\u{2028}",
        "\u{feff}",
        "\u{1}",
        "\u{1f600}",
    ]);
    prop_oneof![proptest::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #[test]
    fn every_text_is_read_again_as_it_was(text in texts(), other in texts()) {
        for yaml in [
            format!("k: {}\nother: x\n", block_scalar(&text, "label", 2)),
            format!("k:\n  - {}\n  - x\n", block_scalar(&text, "label", 4)),
        ] {
            let tree = read(&yaml);
            let found = match &entries(&tree)[0].value.value {
                Value::Scalar(found) => found.text.clone(),
                Value::Sequence(items) => match &items[0].value {
                    Value::Scalar(found) => found.text.clone(),
                    other => panic!("{other:?}"),
                },
                other => panic!("{other:?}"),
            };
            prop_assert_eq!(&found, &text, "{}", yaml);
        }
        let flow = format!("k: [{{{}: {}}}, {}]\n", flow_key(&text), flow_scalar(&other, "label"), flow_scalar(&text, "label"));
        let tree = read(&flow);
        prop_assert_eq!(bare(&tree), format!("{{\"k\": [{{{text:?}: {other:?}}}, {text:?}]}}"), "{}", flow);
        let mut block = String::new();
        let Value::Sequence(items) = &entries(&tree)[0].value.value else { panic!("a list") };
        top(&entries(&items[0])[0], &mut block);
        prop_assert_eq!(bare(&read(&block)), format!("{{{text:?}: {other:?}}}"), "{}", block);
    }
}
