//! The list of chapters, the pages of the diagnostics and the links between pages.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tallyform_tests::house;

use crate::update;

/// The folder of the chapters.
pub(crate) fn source() -> PathBuf {
    house::root().join("docs/src")
}

/// Reads a file that must be there.
pub(crate) fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The chapters in the order of the table of contents, as paths beneath `docs/src`.
pub(crate) fn chapters() -> Vec<String> {
    let summary = read(&source().join("SUMMARY.md"));
    targets(&summary).into_iter().map(str::to_owned).collect()
}

/// The targets of the links of a page.
fn targets(page: &str) -> Vec<&str> {
    page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

/// The Markdown files of a folder by name.
fn pages(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let names = entries.map(|entry| entry.expect("the folder can be read").file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".md")).collect()
}

/// The anchors of a page, as mdBook makes them of its headings.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = page.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let title = line.trim_start_matches('#').trim().to_lowercase();
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn every_page_stands_in_the_table_of_contents() {
    let mut there: BTreeSet<String> = pages(&source());
    there.extend(pages(&source().join("diagnostics")).into_iter().map(|name| format!("diagnostics/{name}")));
    there.remove("SUMMARY.md");
    let listed = chapters();
    let unique: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), unique.len(), "a page is listed twice");
    assert_eq!(there, unique);
}

#[test]
fn every_diagnostic_has_its_page() {
    let mut summary = String::new();
    let mut index = String::new();
    let mut stale = Vec::new();
    for name in pages(&house::root().join("schema/diagnostics")) {
        let code = name.trim_end_matches(".md");
        let page = read(&house::root().join("schema/diagnostics").join(&name));
        let title = page.lines().next().unwrap_or("").trim_start_matches('#').trim();
        let title = title.strip_prefix(code).unwrap_or(title).trim_start_matches([':', '.', ' ', '—', '–', '-']);
        summary.push_str(&format!("  - [{code}](diagnostics/{name})\n"));
        index.push_str(&format!("| [{code}](diagnostics/{name}) | {title} |\n"));
        let stub = format!("{{{{#include ../../../schema/diagnostics/{name}}}}}\n");
        write_or_compare(&source().join("diagnostics").join(&name), &stub, &mut stale);
    }
    let known = pages(&house::root().join("schema/diagnostics"));
    for name in pages(&source().join("diagnostics")).difference(&known) {
        stale.push(format!("docs/src/diagnostics/{name} (no such page in schema/diagnostics)"));
    }
    let list = source().join("SUMMARY.md");
    let before = read(&list);
    let kept: String = before.split_inclusive('\n').filter(|line| !line.contains("](diagnostics/")).collect();
    write_or_compare(&list, &format!("{kept}{summary}"), &mut stale);
    let table = source().join("diagnostics.md");
    let before = read(&table);
    let kept: String = before.split_inclusive('\n').filter(|line| !line.starts_with("| [F")).collect();
    write_or_compare(&table, &format!("{kept}{index}"), &mut stale);
    assert!(
        stale.is_empty(),
        "stale:\n{}\nrun `UPDATE_BOOK=1 cargo test -p tallyform-tests --test book`",
        stale.join("\n")
    );
}

fn write_or_compare(path: &Path, text: &str, stale: &mut Vec<String>) {
    let there = std::fs::read_to_string(path).unwrap_or_default();
    if there == text {
        return;
    }
    if update() {
        std::fs::create_dir_all(path.parent().expect("a page lies in a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("the page can be written");
    } else {
        stale.push(path.display().to_string());
    }
}

#[test]
fn every_link_leads_somewhere() {
    let mut wrong = Vec::new();
    for name in chapters() {
        let path = source().join(&name);
        let page = read(&path);
        let here = path.parent().expect("a page lies in a folder");
        for target in targets(&page).into_iter().filter(|target| !target.contains("://")) {
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path.clone() } else { here.join(file) };
            let there = file.is_file() && (anchor.is_empty() || anchors(&read(&file)).contains(anchor));
            if !there && !page_has_code(&page, target) {
                wrong.push(format!("docs/src/{name}: {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "links that lead nowhere:\n{}", wrong.join("\n"));
}

/// Whether what looks like a link stands in a fenced block.
fn page_has_code(page: &str, target: &str) -> bool {
    let link = format!("]({target})");
    let blocks = crate::fence::fences(page).unwrap_or_default();
    blocks.iter().any(|fence| page[fence.body.clone()].contains(&link))
}

#[test]
fn every_chapter_with_rust_is_tested() {
    let tested = read(&house::root().join("tests/src/book.rs"));
    for name in chapters() {
        let page = read(&source().join(&name));
        let rust =
            crate::fence::fences(&page).unwrap_or_default().iter().any(|fence| fence.language.starts_with("rust"));
        let line = format!("include_str!(\"../../docs/src/{name}\")");
        assert_eq!(
            rust,
            tested.contains(&line),
            "{name}: chapters with Rust, and no others, stand in tests/src/book.rs"
        );
    }
}

#[test]
fn the_limits_are_those_of_the_code() {
    use tallyform_schema::limits;

    let page = read(&source().join("limits.md"));
    for (what, limit) in [
        ("size of the file", format!("{} MiB", limits::MAX_BYTES >> 20)),
        ("depth to which lists and mappings nest, aliases expanded", limits::MAX_DEPTH.to_string()),
        ("values in the file, aliases expanded", limits::MAX_VALUES.to_string()),
        ("headings and figures", limits::MAX_NODES.to_string()),
        ("marks", limits::MAX_MARKS.to_string()),
        ("errors shown of one run, and warnings", limits::MAX_ERRORS.to_string()),
        ("digits in a number", limits::MAX_DIGITS.to_string()),
    ] {
        let row = format!("| {what} | {limit} |\n");
        assert!(page.contains(&row), "docs/src/limits.md has no row {row}");
    }
}
