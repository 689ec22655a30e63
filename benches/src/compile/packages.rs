//! The packages to compile: each a program that reads a report, judges it and prints what is wrong.

use std::fmt::Write as _;
use std::path::Path;

use tallyform_schema::SourceMap;

use super::form;

/// A package to compile.
pub(super) struct Package {
    pub(super) name: String,
    source: String,
}

/// Writes a workspace with an empty package and, for each size, one of ours and one of derives.
pub(super) fn packages(folder: &Path, sizes: &[usize]) -> Result<Vec<Package>, String> {
    let mut packages = vec![Package { name: "empty".to_owned(), source: "fn main() {}\n".to_owned() }];
    for &figures in sizes {
        packages.push(Package { name: format!("ours-{figures}"), source: ours(figures)? });
        packages.push(Package { name: format!("derives-{figures}"), source: derives(figures) });
    }
    let failed = |error: std::io::Error| format!("cannot write {}: {error}", folder.display());
    let members: Vec<String> = packages.iter().map(|package| format!("\"{}\"", package.name)).collect();
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(
        folder.join("Cargo.toml"),
        format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n\n[profile.dev]\ndebug = false\n", members.join(", ")),
    )
    .map_err(failed)?;
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tallyform");
    for package in &packages {
        let at = folder.join(&package.name);
        std::fs::create_dir_all(at.join("src")).map_err(failed)?;
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             tallyform = {{ path = {:?}, default-features = false }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
             serde_json = \"1\"\n",
            package.name, runtime
        );
        std::fs::write(at.join("Cargo.toml"), manifest).map_err(failed)?;
        std::fs::write(at.join("src/main.rs"), &package.source).map_err(failed)?;
    }
    // The versions that the workspace has, so that nothing is fetched.
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    std::fs::copy(lock, folder.join("Cargo.lock")).map_err(failed)?;
    let program = std::env::current_exe().map_err(failed)?;
    let wrapper = folder.join("wrapper.sh");
    let log = folder.join("memory.log");
    let script = format!("#!/bin/sh\nexec '{}' wrapped '{}' \"$@\"\n", program.display(), log.display());
    std::fs::write(&wrapper, script).map_err(failed)?;
    let executable = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&wrapper, executable).map_err(failed)?;
    Ok(packages)
}

fn ours(figures: usize) -> Result<String, String> {
    let mut sources = SourceMap::new();
    let file = sources.add("large.yaml", form::text(figures).into_bytes());
    let compiled = tallyform_codegen::compile(&sources, file);
    let said = || compiled.diagnostics.iter().map(|one| one.message.clone()).collect::<Vec<_>>().join("; ");
    let plan = compiled.plan.as_ref().ok_or_else(|| format!("the form for the benchmark has errors: {}", said()))?;
    let generated = tallyform_codegen::rust::text(plan, "large").map_err(|error| error.to_string())?;
    let main = r#"
fn main() {
    let mut json = String::new();
    let read = std::io::Read::read_to_string(&mut std::io::stdin(), &mut json);
    read.expect("a report on standard input");
    match large::Report::from_json(json.as_bytes()) {
        Ok(report) => print!("{}", report.validate()),
        Err(findings) => findings.iter().for_each(|finding| println!("{finding}")),
    }
}
"#;
    Ok(format!("{generated}{main}"))
}

/// The same structs with serde's derives, and the sums.
fn derives(figures: usize) -> String {
    let mut text = String::from("use serde::{Deserialize, Serialize};\n\n");
    let (mut report, mut judged) = (String::new(), String::new());
    let tables: Vec<usize> = (0..form::tables(figures)).collect();
    // Writing to a String cannot fail.
    for (section, tables) in tables.chunks(form::TABLES).enumerate() {
        let (mut fields, mut sums) = (String::new(), String::new());
        for table in tables {
            derived_table(&mut text, *table);
            let _ = writeln!(fields, "    /// Table {table}, all cases.\n    pub table_{table}: Table{table},");
            let _ = writeln!(sums, "        self.table_{table}.validate();");
        }
        let _ = write!(text, "/// Section {section}.\n{DERIVES}\npub struct Section{section} {{\n{fields}}}\n\n");
        let _ = write!(text, "impl Section{section} {{\n    fn validate(&self) {{\n{sums}    }}\n}}\n\n");
        let _ = writeln!(report, "    /// Section {section}.\n    pub section_{section}: Section{section},");
        let _ = writeln!(judged, "        self.section_{section}.validate();");
    }
    let _ = write!(text, "/// Many tables.\n{DERIVES}\npub struct Report {{\n{report}}}\n\n");
    let _ = write!(text, "impl Report {{\n    fn validate(&self) {{\n{judged}    }}\n}}\n\n");
    text.push_str(
        "fn main() {\n    match serde_json::from_reader::<_, Report>(std::io::stdin()) {\n        \
         Ok(report) => report.validate(),\n        Err(error) => println!(\"{error}\"),\n    }\n}\n",
    );
    text
}

fn derived_table(text: &mut String, table: usize) {
    let parts: Vec<String> = (0..form::PARTS).map(|part| format!("part_{part}")).collect();
    // Writing to a String cannot fail.
    let _ = writeln!(text, "/// Table {table}, all cases.\n{DERIVES}\npub struct Table{table} {{");
    for field in std::iter::once("total").chain(parts.iter().map(String::as_str)) {
        let _ = writeln!(text, "    /// Cases of the kind {field} in table {table}.\n    pub {field}: Option<u64>,");
    }
    let sum: Vec<String> = parts.iter().map(|part| format!("self.{part}?")).collect();
    let _ = write!(
        text,
        "}}\n\nimpl Table{table} {{\n    fn holds(&self) -> Option<bool> {{\n        Some(self.total? == {})\n    }}\n\n    \
         fn validate(&self) {{\n        if self.holds() == Some(false) {{\n            println!(\"table_{table}:parts\");\n        \
         }}\n    }}\n}}\n\n",
        sum.join(" + ")
    );
}

const DERIVES: &str = "#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]\n#[serde(default)]";
