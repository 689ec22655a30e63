//! The examples are crates as any other: they see `tallyform` and `tallyform-build` and nothing else of the house.

use tallyform_rust_tests as house;

/// Builds an example with the packages that this workspace has locked, and gives what it prints.
fn run(name: &str) -> String {
    let folder = house::root().join("examples").join(name);
    std::fs::copy(house::root().join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lock file");
    let manifest = format!("examples/{name}/Cargo.toml");
    let target = house::root().join("target/examples");
    house::cargo(&["run", "--quiet", "--manifest-path", &manifest, "--target-dir", &target.to_string_lossy()])
}

#[test]
fn the_example_of_the_macro_runs() {
    let printed = run("macro");
    assert!(printed.starts_with("Requests for information\n"), "{printed}");
    assert!(printed.contains("error requests.received:parts: "), "{printed}");
    assert!(printed.contains("8 case by channel, 0.1205 kCNY"), "{printed}");
    assert!(printed.contains("requests.received:type"), "{printed}");
}

#[test]
fn the_example_of_the_build_script_runs() {
    let printed = run("build-script");
    assert!(printed.starts_with("0 finding(s)\n"), "{printed}");
    assert!(printed.contains("error holdings:parts: "), "{printed}");
    assert!(printed.contains("holdings.children = 100"), "{printed}");
}
