//! The fuzz targets for a minute in all (half of it each, as they run side by side), on their seeds and on changes to them.
//!
//! `cargo xtask test` runs this; `cargo test` leaves it out, as it takes that minute whatever the machine.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use tallyform_tests::house;
use tallyform_tests::mutate::{Numbers, mutate};
use tallyform_tests::targets::{ALL, Target};

#[test]
fn any_bytes_are_survived() {
    let seconds = std::env::var("FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok()).unwrap_or(60.0);
    let each = Duration::from_secs_f64(seconds / 2.0);
    let all: Vec<_> = ALL.into_iter().map(|target| std::thread::spawn(move || run(target, each))).collect();
    let complaints: Vec<String> = all.into_iter().filter_map(|one| one.join().expect("the run itself")).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

/// Runs a target; what it did not survive, if anything.
fn run((name, target): Target, time: Duration) -> Option<String> {
    let seeds = seeds(name);
    let start = Instant::now();
    let mut tried: u64 = 0;
    let survives = |bytes: &[u8]| catch_unwind(AssertUnwindSafe(|| target(bytes))).is_ok();
    if let Some(bytes) = seeds.iter().find(|bytes| !survives(bytes)) {
        return Some(complaint(name, bytes));
    }
    while start.elapsed() < time {
        let bytes = mutate(&mut Numbers::new(tried), &seeds);
        if !survives(&bytes) {
            return Some(complaint(name, &bytes));
        }
        tried += 1;
    }
    (tried < 20).then(|| format!("{name}: only {tried} inputs tried in {time:?}"))
}

fn complaint(name: &str, bytes: &[u8]) -> String {
    format!("target {name} does not survive `{}`\n{}", bytes.escape_ascii(), String::from_utf8_lossy(bytes))
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = house::root().join("fuzz/seeds").join(name);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("cannot read {}: {error}", folder.display()))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().filter_map(|path| std::fs::read(path).ok()).collect();
    assert!(!seeds.is_empty(), "{} holds no seed", folder.display());
    seeds
}
