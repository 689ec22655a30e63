//! Random revisions and random reports: what becomes of them is what a second, plain reckoning says, nothing is lost but
//! what is listed, and whatever can come back does.

use proptest::prelude::*;
use tallyform::Validator;
use tallyform::revision::{Migrated, Migration};
use tallyform_tests::dice::Dice;
use tallyform_tests::neighbours::drawn::{Drawn, Side, revisions};
use tallyform_tests::neighbours::expected::{self, Table, outcome};
use tallyform_tests::neighbours::{Pair, pair};

/// A way, its validators and what its sides have.
struct Way<'a> {
    migration: &'a Migration,
    from: Validator,
    to: Validator,
    there: &'a Side,
}

impl<'a> Way<'a> {
    fn new(pair: &'a Pair, drawn: &'a Drawn, is_onward: bool) -> Self {
        let (migration, there) = if is_onward { (&pair.onward, &drawn.new) } else { (&pair.back, &drawn.old) };
        let validator = |plan: &tallyform::Plan| Validator::new(plan.clone()).expect("a sound plan");
        Self { migration, from: validator(migration.from()), to: validator(migration.to()), there }
    }

    fn go(&self, json: &[u8]) -> (Migrated, String, Table) {
        let report = self.from.read(json).expect("a report");
        let migrated = self.migration.report(&report);
        let text = self.to.write(&migrated.report);
        assert_eq!(self.to.read(text.as_bytes()).as_ref(), Ok(&migrated.report), "{text}");
        let json = serde_json::from_str(&text).expect("JSON");
        let table = Table::of(&json, self.there);
        (migrated, text, table)
    }
}

fn check(drawn: &Drawn, pair: &Pair, is_onward: bool, table: &Table) {
    let (way, back) = (Way::new(pair, drawn, is_onward), Way::new(pair, drawn, !is_onward));
    let here = if is_onward { &drawn.old } else { &drawn.new };
    let expected = outcome(drawn, is_onward, table);
    let json = table.json(here).to_string();
    let (migrated, text, found) = way.go(json.as_bytes());
    assert_eq!(found, expected.table, "{json}\nbecame {text}");
    assert_eq!(expected::listed(&migrated.left, here), expected.left, "{json}\nleft {:#?}", migrated.left);
    assert_eq!(migrated.left.len(), expected.left.len(), "nothing is listed twice");
    assert_eq!(migrated.report.stray.len(), expected.kept.len());

    let (returned, text, again) = back.go(text.as_bytes());
    // Of what was added up the sum is known, and listed in its turn.
    assert_eq!(expected::listed(&returned.left, way.there), expected.sums, "{text}");
    assert_eq!(returned.report.stray.len(), expected.sums.len(), "{text}");
    let known = outcome(drawn, !is_onward, &expected.table);
    let mut whole = known.table;
    for cell in &expected.kept {
        whole.cells.insert(cell.clone(), table.cells[cell]);
    }
    assert_eq!(again, whole, "{json}\ncame back as {text}");
    // All else is as it was.
    for (cell, holds) in &table.cells {
        let stays = !expected.added.contains(cell) && (!expected.left.contains(cell) || expected.kept.contains(cell));
        assert_eq!(again.cells.get(cell), stays.then_some(holds), "{cell:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_report_becomes_what_the_plain_reckoning_says(bytes in proptest::collection::vec(any::<u8>(), 40..60), more in proptest::collection::vec(any::<u8>(), 300)) {
        let drawn = revisions(&mut Dice::new(&bytes));
        let pair = pair(&drawn.old_text, &drawn.new_text);
        let mut dice = Dice::new(&more);
        for is_onward in [true, false] {
            let side = if is_onward { &drawn.old } else { &drawn.new };
            let table = expected::table(&mut dice, side);
            check(&drawn, &pair, is_onward, &table);
        }
    }
}

#[test]
fn what_is_drawn_is_carried_added_up_kept_and_left_both_ways() {
    let mut seen = [[0_usize; 4]; 2];
    for seed in 0..40_u8 {
        let bytes: Vec<u8> =
            (0..=255_u8).map(|n| n.wrapping_mul(seed.wrapping_mul(2) + 1).rotate_left(3) ^ seed).collect();
        let mut dice = Dice::new(&bytes);
        let drawn = revisions(&mut dice);
        for (is_onward, seen) in [true, false].into_iter().zip(&mut seen) {
            let side = if is_onward { &drawn.old } else { &drawn.new };
            let more: Vec<u8> = bytes.iter().cycle().skip(usize::from(seed)).take(600).copied().collect();
            let table = expected::table(&mut Dice::new(&more), side);
            let outcome = outcome(&drawn, is_onward, &table);
            for (seen, set) in seen.iter_mut().zip([
                outcome.table.cells.len(),
                outcome.sums.len(),
                outcome.kept.len(),
                outcome.left.len() - outcome.kept.len(),
            ]) {
                *seen += set;
            }
        }
    }
    assert!(seen.iter().flatten().all(|count| *count > 20), "{seen:?}");
}
