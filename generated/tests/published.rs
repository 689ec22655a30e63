//! The published Rust is the Rust that a build script makes, and compiles without a warning.

#![deny(warnings)]

// The generator lays it out, and a test holds it to that to the byte.
#[rustfmt::skip]
#[path = "../published/rust/gov_info_disclosure_2017.rs"]
mod published_file;

use published_file::gov_info_disclosure_2017 as published;
use tallyform_generated::gov_info_disclosure_2017 as built;

#[test]
fn the_published_type_carries_the_plan_that_the_build_script_compiled() {
    let (published, built) = (published::Report::plan(), built::Report::plan());
    assert_eq!(published.cells, built.cells);
    assert_eq!(published.rules.len(), built.rules.len());
    assert_eq!(published.form, "cn.gov-info-disclosure");
}
