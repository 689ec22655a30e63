//! `tallyform publish`, and what `tallyform generate` does with what is published.

use crate::support::{FORM, Folder};

const CONFIG: &str = "forms = ['forms']\ntargets = ['plan', 'json-schema', 'rust', 'catalog']\nout = 'generated'\n";
const PLAN: &str = "generated/org.example.small/1/plan.json";
const NAME: &str = "org.example.small/1";

/// A project with one revision, which is published.
fn published() -> Folder {
    let folder = Folder::new();
    folder.write("forms/form.yaml", FORM);
    folder.write("tallyform.toml", CONFIG);
    folder.run(&["publish"]).ends(0).says(&[&format!("published {PLAN}"), "2 files are in published.lock"]);
    folder
}

#[test]
fn a_revision_is_published_once() {
    let folder = published();
    let lock = folder.read("published.lock");
    for expected in [&format!("revision {NAME}\n"), "  form ", " forms/form.yaml\n", "  file ", &format!(" {PLAN}\n")] {
        assert!(lock.contains(expected), "{expected:?} is missing in\n{lock}");
    }
    assert!(!lock.contains(".rs"), "source code is not published:\n{lock}");
    folder.run(&["publish"]).ends(0).says(&["everything was published before"]);
    assert_eq!(folder.read("published.lock"), lock);
    folder.run(&["generate", "--check"]).ends(0).says(&["everything is as it should be"]);
}

#[test]
fn the_form_of_a_published_revision_may_not_change() {
    let folder = published();
    let plan = folder.read(PLAN);
    folder.write("forms/form.yaml", FORM.replace("On paper", "In writing"));
    let why = format!("{PLAN}: the form of {NAME} has changed since it was published");
    let way_out = format!("tallyform publish --again {NAME}");
    folder.run(&["generate"]).ends(2).complains(&[&why, &way_out]);
    folder.run(&["publish"]).ends(2).complains(&[&why]);
    folder.run(&["generate", "--check"]).ends(1).says(&[&why, &way_out]);
    assert_eq!(folder.read(PLAN), plan);
    folder.run(&["publish", "--again", NAME]).ends(0).says(&[&format!("published {PLAN}")]);
    assert!(folder.read(PLAN).contains("In writing"));
    folder.run(&["generate", "--check"]).ends(0);
}

#[test]
fn a_remark_in_the_form_that_changes_nothing_is_no_change() {
    let folder = published();
    let plan = folder.read(PLAN);
    folder.write("forms/form.yaml", format!("{FORM}# printed on green paper\n"));
    folder.run(&["generate"]).ends(0);
    assert_eq!(folder.read(PLAN), plan);
}

#[test]
fn another_version_of_the_tool_leaves_what_is_published_as_it_is() {
    let folder = published();
    let old = folder.read(PLAN).replace(concat!("tallyform ", env!("CARGO_PKG_VERSION")), "tallyform 0.0.9");
    let old = old.replacen("\"plan\": 1,\n", "", 1);
    folder.write(PLAN, &old);
    folder.run(&["generate", "--check"]).ends(1).says(&["it is no longer what was published"]);
    // What that version had published.
    let lock: String = folder
        .read("published.lock")
        .lines()
        .map(|line| match line.ends_with(PLAN) {
            true => format!("  file {} {PLAN}\n", sha256(&old)),
            false => format!("{line}\n"),
        })
        .collect();
    folder.write("published.lock", lock);
    folder.run(&["generate"]).ends(0);
    assert_eq!(folder.read(PLAN), old, "every byte stays");
    folder.run(&["generate", "--check"]).ends(0);
    assert!(folder.read("generated/catalog.json").contains(&sha256(&old)), "the index has the hash of what is there");
}

#[test]
fn a_published_file_that_is_lost_is_restored_and_one_that_is_changed_is_not_written_over() {
    let folder = published();
    let plan = folder.read(PLAN);
    std::fs::remove_file(folder.path().join(PLAN)).expect("the plan is there");
    folder.run(&["generate"]).ends(0).says(&[&format!("wrote {PLAN}")]);
    assert_eq!(folder.read(PLAN), plan);
    folder.write(PLAN, format!("{plan} "));
    folder.run(&["generate"]).ends(2).complains(&[&format!("{PLAN}: it is no longer what was published")]);
}

#[test]
fn a_new_revision_is_made_beside_those_that_are_published() {
    let folder = published();
    let lock = folder.read("published.lock");
    folder
        .write("forms/next.yaml", FORM.replace("revision: \"1\"", "revision: \"2\"").replace("On paper", "In writing"));
    folder.run(&["generate"]).ends(0).says(&["wrote generated/org.example.small/2/plan.json"]);
    assert_eq!(folder.read("published.lock"), lock);
    folder.run(&["publish", "org.example.small/3"]).ends(2).complains(&["did you mean `org.example.small/"]);
    folder.run(&["publish", "org.example.small/2"]).ends(0);
    assert!(folder.read("published.lock").starts_with(&lock), "what was published stays where it was");
    // A form that is taken away takes nothing along that was published.
    std::fs::remove_file(folder.path().join("forms/next.yaml")).expect("the form is there");
    folder.run(&["generate", "--prune"]).ends(0);
    assert!(folder.path().join("generated/org.example.small/2/plan.json").exists());
    folder.write("published.lock", "nonsense\n");
    folder.run(&["generate"]).ends(2).complains(&["published.lock:1: not a line of a lock"]);
}

#[test]
fn the_catalogue_lists_every_revision_with_its_files() {
    let folder = published();
    folder.write("forms/next.yaml", FORM.replace("revision: \"1\"", "revision: \"2\"\nbase: https://example.org/f"));
    folder.run(&["generate"]).ends(0);
    let read = |name: &str| -> serde_json::Value {
        serde_json::from_str(&folder.read(&format!("generated/{name}"))).expect("it is JSON")
    };
    let catalog = read("catalog.json");
    let revisions = &catalog["forms"][0]["revisions"];
    assert_eq!(catalog["forms"][0]["form"], "org.example.small");
    assert_eq!([&revisions[0]["revision"], &revisions[1]["revision"]], ["1", "2"]);
    for file in revisions[1]["files"].as_array().expect("a list of files") {
        let path = file["path"].as_str().expect("a path");
        assert_eq!(file["sha256"], sha256(&folder.read(&format!("generated/{path}"))));
        assert_eq!(file["address"], format!("https://example.org/f/{path}"));
    }
    assert_eq!(revisions[0]["files"].as_array().map(Vec::len), Some(2));
    assert_eq!(revisions[0]["files"][0].get("address"), None, "this one says no base");
    let run = folder.run(&["validate", "--form", "forms/form.yaml", "generated"]);
    run.ends(2).complains(&["there is no report in generated"]);
    let store = read("schemastore.json");
    assert_eq!(store["schemas"][0]["url"], "https://example.org/f/org.example.small/2/report.schema.json");
    assert_eq!(store["schemas"][0]["versions"].as_object().map(serde_json::Map::len), Some(1));
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
