//! Cells that the form blocks out, in checks.

use super::fixture::{check, form};
use super::places::{check_of, shape, wheres};

const MATRIX: &str = "
units: {case: {kind: count}}
unit: case
dimensions:
  court: {label: All, parts: [{id: local, label: Local}, {id: high, label: High}]}
items:
  - id: cases
    label: Cases
    by: [court]
    except: [[appealed, local]]
    items:
      - {id: heard, label: Heard}
      - {id: appealed, label: Appealed}
";

#[test]
fn a_choice_reads_its_condition_and_the_branch_taken() {
    let form = form(&format!(
        "{MATRIX}
    check:
      - {{id: then, that: if heard > 0 then appealed <= heard else heard == 0}}
      - {{id: otherwise, that: if heard > 0 then heard > 1 else appealed == 0}}
      - {{id: condition, that: if appealed > 0 then heard > 0}}
      - {{id: plain, that: appealed <= heard}}
"
    ));
    let at_local = |id: &str| shape(&form, &check_of(&form, id).statements[1]);
    assert_eq!(
        at_local("cases:then"),
        "if cases.heard.local > 0 then 0 == 1 / 0 else cases.heard.local == 0",
        "what divides by 0 never applies"
    );
    assert_eq!(at_local("cases:otherwise"), "if cases.heard.local > 0 then cases.heard.local > 1 else 0 == 1 / 0");
    // A check that reads a blocked-out cell in any case does not apply.
    assert_eq!(wheres(&form, "cases:condition"), ["court: total", "court: high"]);
    assert_eq!(wheres(&form, "cases:plain"), ["court: total", "court: high"]);
}

#[test]
fn mistakes_in_a_branch_that_is_blocked_out_are_reported() {
    check(&format!(
        "{MATRIX}
    check: if heard > 0 then appealed <= nothing
#                                        ^^^^^^^ F0602 names no node
"
    ));
}

#[test]
fn a_check_of_nothing_but_blocked_out_cells_says_so() {
    check(&format!(
        "{MATRIX}
  - {{id: other, label: Other, check: \"other >= cases.appealed[local]\"}}
#                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ F0702 the check never applies
"
    ));
}
