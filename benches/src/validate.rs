//! Validating many reports of the 2017 form, in memory and from a file.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use tallyform::{Scratch, Validator};
use tallyform_schema::SourceMap;

use crate::rounds::{Contender, Measured, measure, median, ratio};
use crate::{allocations, hand, reports, say};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many reports.
    #[arg(long, default_value_t = 100_000)]
    reports: usize,
    /// How many rounds; every round runs everything once.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Only our validator, once and for long: for a profiler.
    #[arg(long)]
    profile: bool,
}

const FORM: &str = "forms/cn.gov-info-disclosure/2017.yaml";

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let text = std::fs::read(root.join(FORM)).map_err(|error| format!("cannot read {FORM}: {error}"))?;
    let mut sources = SourceMap::new();
    let file = sources.add(FORM, text);
    let plan = tallyform_codegen::compile(&sources, file).plan.ok_or("the form has errors; run `tallyform check`")?;
    let schema = tallyform_codegen::json_schema(&plan);
    let schema = serde_json::from_slice(&schema.bytes).map_err(|error| error.to_string())?;
    let schema = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
    let validator = Validator::new(plan).map_err(|error| error.to_string())?;

    let ndjson = reports::ndjson(arguments.reports);
    let lines: Vec<&[u8]> = ndjson.lines().map(str::as_bytes).collect();
    if let Some(finding) = lines.first().and_then(|line| validator.validate_json(line).findings.first().cloned()) {
        say::line(&format!("for one: {finding}"));
    }
    if arguments.profile {
        let mut scratch = Scratch::default();
        for _ in 0..20 {
            ours(&validator, &lines, &mut scratch);
        }
        return Ok(());
    }
    let path = std::env::temp_dir().join(format!("tallyform-bench-{}.ndjson", std::process::id()));
    std::fs::write(&path, &ndjson).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    let result = compare(arguments, &validator, &schema, &lines, &path);
    // The file is in the folder for such files; one that stays is cleaned up by the system.
    let _ = std::fs::remove_file(&path);
    let measured = result?;

    say::line(&format!(
        "{} reports of the 2017 form, {:.0} MB, {} rounds after one to warm up; time a report is the median",
        lines.len(),
        ndjson.len() as f64 / 1e6,
        arguments.rounds
    ));
    say::line("                                       a report   allocations   found");
    for one in &measured {
        let time = median(&one.times).as_nanos() / lines.len().max(1) as u128;
        let count = allocated(one.name, &validator, &schema, &lines);
        let count = count.map_or_else(|| "     ".to_owned(), |count| format!("{count:5.1}"));
        say::line(&format!("{:38} {time:5} ns         {count}   {}", one.name, one.result));
    }
    say::line("");
    say::line("times as long as ours (median, least and greatest of the rounds):");
    let of = |name: &str| measured.iter().find(|one| one.name == name).map(|one| one.times.as_slice());
    for (slow, fast) in [(HAND, OURS), (HAND_FILE, OURS_FILE), (VALUE, OURS), (SCHEMA, OURS)] {
        let (Some(slow_times), Some(fast_times)) = (of(slow), of(fast)) else { continue };
        let [least, middle, greatest] = ratio(slow_times, fast_times);
        say::line(&format!("{slow:38} {middle:5.2}   ({least:.2} to {greatest:.2})"));
    }
    Ok(())
}

const OURS: &str = "tallyform, in memory";
const OURS_FILE: &str = "tallyform, from a file";
const HAND: &str = "serde structs and sums, in memory";
const HAND_FILE: &str = "serde structs and sums, from a file";
const VALUE: &str = "serde_json::Value, no checks";
const SCHEMA: &str = "jsonschema alone, no sums";

fn compare(
    arguments: &Arguments,
    validator: &Validator,
    schema: &jsonschema::Validator,
    lines: &[&[u8]],
    path: &Path,
) -> Result<Vec<Measured>, String> {
    let (mut scratch, mut file_scratch) = (Scratch::default(), Scratch::default());
    let mut contenders = [
        Contender { name: OURS, run: Box::new(|| Ok(ours(validator, lines, &mut scratch))) },
        Contender { name: HAND, run: Box::new(|| by_hand(lines)) },
        Contender {
            name: OURS_FILE,
            run: Box::new(|| {
                each_line(path, |line| Ok(validator.validate_json_with(line, &mut file_scratch, None).findings.len()))
            }),
        },
        Contender {
            name: HAND_FILE,
            run: Box::new(|| each_line(path, |line| hand::validate(line).map(|found| found.len()))),
        },
        Contender {
            name: VALUE,
            run: Box::new(|| {
                lines.iter().try_fold(0, |count, line| {
                    let value: serde_json::Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
                    Ok(count + u64::from(value.is_object()))
                })
            }),
        },
        Contender {
            name: SCHEMA,
            run: Box::new(|| {
                lines.iter().try_fold(0, |count, line| {
                    let value: serde_json::Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
                    Ok(count + u64::from(!schema.is_valid(&value)))
                })
            }),
        },
    ];
    measure(arguments.rounds, &mut contenders)
}

fn ours(validator: &Validator, lines: &[&[u8]], scratch: &mut Scratch) -> u64 {
    lines.iter().map(|line| validator.validate_json_with(line, scratch, None).findings.len() as u64).sum()
}

fn by_hand(lines: &[&[u8]]) -> Result<u64, String> {
    lines.iter().try_fold(0, |count, line| {
        let found = hand::validate(line).map_err(|error| error.to_string())?;
        Ok(count + found.len() as u64)
    })
}

fn each_line(path: &Path, mut judge: impl FnMut(&[u8]) -> Result<usize, serde_json::Error>) -> Result<u64, String> {
    let file = File::open(path).map_err(|error| format!("cannot open {}: {error}", path.display()))?;
    let mut file = BufReader::with_capacity(1 << 16, file);
    let (mut line, mut count) = (Vec::new(), 0);
    loop {
        line.clear();
        if file.read_until(b'\n', &mut line).map_err(|error| error.to_string())? == 0 {
            return Ok(count);
        }
        count += judge(&line).map_err(|error| error.to_string())? as u64;
    }
}

/// Allocations a report, over the first thousand, after as many to warm up.
fn allocated(name: &str, validator: &Validator, schema: &jsonschema::Validator, lines: &[&[u8]]) -> Option<f64> {
    let lines = lines.get(..1000.min(lines.len()))?;
    let mut scratch = Scratch::default();
    ours(validator, lines, &mut scratch);
    let count = match name {
        OURS => allocations::during(|| {
            ours(validator, lines, &mut scratch);
        }),
        HAND => allocations::during(|| {
            // What cannot be read shows in the measurement itself.
            let _ = by_hand(lines);
        }),
        SCHEMA => allocations::during(|| {
            for line in lines {
                let value: Result<serde_json::Value, _> = serde_json::from_slice(line);
                let _ = value.map(|value| schema.is_valid(&value));
            }
        }),
        _ => return None,
    };
    Some(count as f64 / lines.len().max(1) as f64)
}
