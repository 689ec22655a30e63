//! Macro, build script and program print the same Rust.

use std::fs;

use proc_macro2::TokenStream;
use tallyform_codegen::{output, rust};
use tallyform_rust_tests as house;
use tallyform_schema::SourceMap;

const FORM: &str = "forms/cn.gov-info-disclosure/2017.yaml";
const NAME: &str = "gov_info_disclosure_2017";

fn plan() -> tallyform::Plan {
    let mut sources = SourceMap::new();
    let file = sources.add(FORM, house::text(FORM));
    tallyform_codegen::compile(&sources, file).plan.expect("a form without errors")
}

/// A folder of its own that goes when the test ends.
struct Folder(std::path::PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tallyform-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Text of tokens, whatever the layout that they were read from.
fn tokens(text: &str) -> String {
    text.parse::<TokenStream>().expect("Rust").to_string()
}

#[test]
fn the_build_script_prints_the_tokens_of_the_macro() {
    let plan = plan();
    let name = proc_macro2::Ident::new(NAME, proc_macro2::Span::call_site());
    let of_macro = rust::module(&plan, &quote::quote!(pub), &name).expect("tokens");
    // Comments are attributes to the macro: one reading as a file brings both to one spelling.
    let of_macro = rust_text(of_macro);

    let out = Folder::new("parity");
    let lines = tallyform_build::forms(FORM).generate_into(&house::root(), &out.0);
    assert!(lines.iter().all(|line| line.starts_with("cargo::rerun-if-changed=")), "{lines:?}");
    let of_build = fs::read_to_string(out.0.join(format!("forms/{NAME}.rs"))).expect("the module");
    assert_eq!(tokens(&of_macro), tokens(&of_build));

    let of_program = rust::text(&plan, rust::module_name(&plan).as_str()).expect("text");
    assert_eq!(tokens(&of_program), tokens(&of_build));
    let header = output::header(&plan).join("\n// ");
    assert!(of_build.starts_with(&format!("// {header}\n")), "the header that all generated files share");
}

fn rust_text(module: TokenStream) -> String {
    rust::format(module).expect("Rust")
}

#[test]
fn files_that_would_not_change_are_not_written() {
    let out = Folder::new("unchanged");
    let forms = tallyform_build::forms(FORM);
    let file = out.0.join(format!("forms/{NAME}.rs"));
    assert!(!forms.generate_into(&house::root(), &out.0).is_empty());
    let old = fs::metadata(&file).and_then(|file| file.modified()).expect("a time");
    std::thread::sleep(std::time::Duration::from_millis(20));
    assert!(!forms.generate_into(&house::root(), &out.0).is_empty());
    assert_eq!(fs::metadata(&file).and_then(|file| file.modified()).expect("a time"), old);
}

#[test]
fn what_is_wrong_is_a_line_for_cargo_and_a_snippet_for_people() {
    let out = Folder::new("wrong");
    let lines = tallyform_build::forms("tests/rust/ui/forms").generate_into(&house::root(), &out.0);
    let errors: Vec<&String> = lines.iter().filter(|line| line.starts_with("cargo::error=")).collect();
    assert!(errors.len() > 4, "{errors:?}");
    assert!(lines.iter().all(|line| !line.contains('\n')), "{lines:?}");
    assert!(errors.iter().any(|line| line.contains("tests/rust/ui/forms/unknown_unit.yaml:10:")), "{errors:?}");
    let people = fs::read_to_string(out.0.join("diagnostics.txt")).expect("diagnostics");
    assert!(people.contains("--> tests/rust/ui/forms/unknown_unit.yaml:10:") && people.contains("^^^"), "{people}");
    // A form that checks is there as a whole, one that does not is not there at all.
    let all = fs::read_to_string(out.0.join("forms.rs")).expect("the list of modules");
    let modules: Vec<&str> = all.lines().filter_map(|line| line.split("/forms/").nth(1)?.split('"').next()).collect();
    assert_eq!(modules, ["survey_2024.rs", "survey_2025.rs", "unkind_1.rs"]);
    // Two revisions of one form are linked.
    let linked: Vec<&str> = all.lines().filter(|line| !line.starts_with("include!")).collect();
    assert_eq!(linked, ["::tallyform::revisions!(survey_2024::Report => survey_2025::Report);"]);
}

#[test]
fn a_folder_without_forms_is_an_error() {
    let out = Folder::new("none");
    for path in ["xtask", "no/such/folder"] {
        let lines = tallyform_build::forms(path).generate_into(&house::root(), &out.0);
        assert!(lines.iter().any(|line| line.starts_with("cargo::error=") && line.contains(path)), "{lines:?}");
    }
}
