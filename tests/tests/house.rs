//! The arrows between the crates are those of `ARCHITECTURE.md`, and what users import stays light.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tallyform_tests::house;

/// What each crate may depend on, of this workspace: as a library, and for its build script. A row for each crate.
const ARROWS: [(&str, &[&str], &[&str]); 13] = [
    ("tallyform-schema", &[], &[]),
    ("tallyform-runtime", &[], &[]),
    ("tallyform", &["tallyform-runtime", "tallyform-macros"], &[]),
    ("tallyform-codegen", &["tallyform-schema", "tallyform-runtime"], &[]),
    ("tallyform-compare", &["tallyform-runtime"], &[]),
    ("tallyform-macros", &["tallyform-codegen", "tallyform-schema"], &[]),
    ("tallyform-build", &["tallyform-codegen", "tallyform-schema"], &[]),
    ("tallyform-cli", &["tallyform-codegen", "tallyform-compare", "tallyform-runtime", "tallyform-schema"], &[]),
    ("tallyform-generated", &["tallyform"], &["tallyform-build"]),
    ("tallyform-tests", ANY, ANY),
    ("tallyform-rust-tests", ANY, ANY),
    ("xtask", ANY, ANY),
    ("tallyform-benches", ANY, ANY),
];

const ANY: &[&str] = &["*"];

#[test]
fn no_crate_depends_on_what_the_architecture_does_not_allow() {
    let metadata: Value =
        serde_json::from_str(&house::cargo(&["metadata", "--format-version", "1", "--no-deps", "--offline"]))
            .expect("cargo metadata is JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let rows: BTreeMap<&str, (&[&str], &[&str])> =
        ARROWS.iter().map(|&(name, normal, build)| (name, (normal, build))).collect();
    let own: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    assert_eq!(own, rows.keys().copied().collect(), "every crate has a row in this table and in ARCHITECTURE.md");

    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().expect("a name");
        let (normal, build) = rows[name];
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let on = dependency["name"].as_str().expect("a name");
            let allowed = match dependency["kind"].as_str() {
                // Tests may use what they like.
                Some("dev") => continue,
                Some("build") => build,
                _ => normal,
            };
            if own.contains(on) && !allowed.contains(&on) && !allowed.contains(&"*") {
                wrong.push(format!("{name} -> {on}"));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that ARCHITECTURE.md does not have: {wrong:?}");
}

#[test]
fn the_runtime_needs_no_front_end() {
    let needed = crates_of(&["tree", "--package", "tallyform", "--no-default-features"]);
    assert!(needed.contains("serde_json"), "the tree was not read: {needed:?}");
    for heavy in ["syn", "granit-parser", "prettyplease", "schemars", "regex", "jsonschema", "annotate-snippets"] {
        assert!(!needed.contains(heavy), "`tallyform` without features needs `{heavy}`: {needed:?}");
    }
    let front: Vec<&String> =
        needed.iter().filter(|name| name.starts_with("tallyform-") && *name != "tallyform-runtime").collect();
    assert!(front.is_empty(), "`tallyform` without features needs {front:?}");
}

#[test]
fn the_front_end_and_the_back_ends_do_no_io() {
    for folder in ["schema/src/", "codegen/src/", "compare/src/", "runtime/src/"] {
        let is_code = |path: &&String| path.starts_with(folder) && path.ends_with(".rs") && !path.contains("/tests/");
        for path in house::tracked().iter().filter(is_code) {
            let text = house::text(path);
            for way in ["std::fs", "std::env", "std::process", "std::net", "SystemTime", "Instant::"] {
                assert!(!text.contains(way), "{path} uses `{way}`, which is for the shells");
            }
        }
    }
}

/// The names of the crates in what `cargo tree` prints of normal dependencies.
fn crates_of(arguments: &[&str]) -> BTreeSet<String> {
    let fixed = ["--edges", "normal", "--prefix", "none", "--format", "{p}"];
    let printed = house::cargo(&[arguments, &fixed].concat());
    printed.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}
