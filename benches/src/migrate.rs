//! Carrying many reports over to the next revision of their form, beside validating the same reports.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tallyform::cell::Cell;
use tallyform::plan::Content;
use tallyform::revision::Migration;
use tallyform::{Plan, Report, Scratch, Validator};
use tallyform_schema::SourceMap;

use crate::rounds::{Contender, measure, median, ratio};
use crate::{allocations, say};

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many reports.
    #[arg(long, default_value_t = 100_000)]
    reports: usize,
    /// How many rounds; every round runs everything once.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// The form file of the later revision.
    #[arg(long, default_value = "forms/cn.gov-info-disclosure/2021.yaml")]
    form: String,
    /// Real reports of the revision before, which are varied.
    #[arg(long = "from", default_values = [
        "tests/fixtures/cn.gov-info-disclosure/2020-qianan.json",
        "tests/fixtures/cn.gov-info-disclosure/2020-wanzhou.json",
        "tests/fixtures/cn.gov-info-disclosure/2020-weishan.json",
    ])]
    from: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (old, new) = plans(&root, &arguments.form)?;
    let migration = Migration::between(&old, &new).map_err(|error| error.to_string())?;
    let names = format!("from revision {} to {}", old.revision, new.revision);
    let (reader, writer) = (validator(old)?, validator(new)?);
    let real = arguments.from.iter().map(|file| {
        let text = std::fs::read(root.join(file)).map_err(|error| format!("cannot read {file}: {error}"))?;
        reader
            .read(&text)
            .map_err(|findings| format!("{file}: {}", findings.iter().map(ToString::to_string).collect::<String>()))
    });
    let real = real.collect::<Result<Vec<Report>, String>>()?;
    let ndjson = varied(&reader, &real, arguments.reports);
    let lines: Vec<&[u8]> = ndjson.lines().map(str::as_bytes).collect();

    say::line(&format!(
        "{} reports {names}, {:.0} MB, {} rounds after one to warm up; time a report is the median",
        lines.len(),
        ndjson.len() as f64 / 1e6,
        arguments.rounds
    ));
    in_memory(arguments.rounds, &reader, &writer, &migration, &lines)?;
    by_the_program(&root, arguments, &ndjson)
}

/// The plans of a form and of the one that it revises.
fn plans(root: &Path, form: &str) -> Result<(Plan, Plan), String> {
    let read = |name: &str| std::fs::read(root.join(name)).map_err(|error| format!("cannot read {name}: {error}"));
    let mut sources = SourceMap::new();
    let file = sources.load(form, read(form)?, &mut |name| read(name));
    let compiled = tallyform_codegen::compile(&sources, file);
    let old = compiled.predecessors().next().cloned().ok_or("the form revises no other one")?;
    Ok((old, compiled.plan.ok_or("the form has errors; run `tallyform check`")?))
}

fn validator(plan: Plan) -> Result<Validator, String> {
    Validator::new(plan).map_err(|error| error.to_string())
}

/// Real reports again and again, each under another name and with its figures multiplied: what added up still does.
fn varied(validator: &Validator, real: &[Report], count: usize) -> String {
    let plan = validator.plan();
    let mut text = String::new();
    for (number, report) in real.iter().cycle().take(count).enumerate() {
        let mut report = report.clone();
        let factor = i64::try_from(number % 97).unwrap_or_default() + 1;
        for (cell, about) in report.cells.iter_mut().zip(&plan.cells) {
            match (cell, &about.content) {
                (Cell::Figure(digits), Content::Figure(_)) => *digits = digits.saturating_mul(factor),
                (Cell::Text(name), Content::Text { .. }) => *name = format!("{name} {number}").into(),
                _ => {}
            }
        }
        text.push_str(&validator.write(&report));
        text.push('\n');
    }
    text
}

const VALIDATE: &str = "read and judge";
const MIGRATE: &str = "read, carry over and write";
const REWRITE: &str = "read and write";

/// Everything by one thread, from memory to memory.
fn in_memory(
    rounds: usize,
    reader: &Validator,
    writer: &Validator,
    migration: &Migration,
    lines: &[&[u8]],
) -> Result<(), String> {
    let (mut first, mut second, mut third) = (Scratch::default(), Scratch::default(), Scratch::default());
    let mut judge = |lines: &[&[u8]]| -> u64 {
        lines.iter().map(|line| reader.validate_json_with(line, &mut first, None).findings.len() as u64).sum()
    };
    let mut carry = |lines: &[&[u8]]| -> u64 {
        let one = |line: &&[u8]| {
            reader.read_with(line, &mut second);
            let migrated = migration.report(second.report());
            (writer.write(&migrated.report).len() + migrated.left.len()) as u64
        };
        lines.iter().map(one).sum()
    };
    let mut rewrite = |lines: &[&[u8]]| -> u64 {
        let one = |line: &&[u8]| {
            reader.read_with(line, &mut third);
            reader.write(third.report()).len() as u64
        };
        lines.iter().map(one).sum()
    };
    let thousand = lines.get(..1000.min(lines.len())).unwrap_or_default();
    let mut allocated = Vec::new();
    for run in [&mut judge as &mut dyn FnMut(&[&[u8]]) -> u64, &mut carry, &mut rewrite] {
        run(thousand);
        let count = allocations::during(|| {
            run(thousand);
        });
        allocated.push(count as f64 / thousand.len().max(1) as f64);
    }
    let mut contenders = [
        Contender { name: VALIDATE, run: Box::new(|| Ok(judge(lines))) },
        Contender { name: MIGRATE, run: Box::new(|| Ok(carry(lines))) },
        Contender { name: REWRITE, run: Box::new(|| Ok(rewrite(lines))) },
    ];
    let measured = measure(rounds, &mut contenders)?;
    say::line("in memory, one thread           a report   allocations");
    for (one, allocated) in measured.iter().zip(allocated) {
        let time = median(&one.times).as_nanos() / lines.len().max(1) as u128;
        say::line(&format!("{:28} {time:8} ns         {allocated:5.1}", one.name));
    }
    if let [judged, carried, ..] = measured.as_slice() {
        let [least, middle, greatest] = ratio(&carried.times, &judged.times);
        say::line(&format!("carrying over takes {middle:.2} times as long as judging ({least:.2} to {greatest:.2})"));
    }
    Ok(())
}

/// The program itself, from file to file, with a tenth of the reports and with all of them.
fn by_the_program(root: &Path, arguments: &Arguments, ndjson: &str) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .current_dir(root)
        .args(["build", "--quiet", "--release", "--package", "tallyform-cli"])
        .status()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    if !built.success() {
        return Err("`cargo build --release --package tallyform-cli` failed".to_owned());
    }
    let program = std::env::current_exe().map_err(|error| error.to_string())?.with_file_name("tallyform");
    let folder = std::env::temp_dir().join(format!("tallyform-bench-migrate-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let result = compare_programs(root, arguments, ndjson, &program, &folder);
    // The folder is in the one for such files; one that stays is cleaned up by the system.
    let _ = std::fs::remove_dir_all(&folder);
    result
}

fn compare_programs(
    root: &Path,
    arguments: &Arguments,
    ndjson: &str,
    program: &Path,
    folder: &Path,
) -> Result<(), String> {
    let base = base_of(root, &arguments.form)?;
    let log = folder.join("memory.log");
    say::line("");
    say::line("the program, all threads           reports     seconds   reports/s   greatest memory");
    for part in [10, 1] {
        let count = (arguments.reports / part).max(1);
        let file = folder.join(format!("{count}.ndjson"));
        let text: String = ndjson.split_inclusive('\n').take(count).collect();
        std::fs::write(&file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        let input = file.to_string_lossy().into_owned();
        let commands = [
            ("tallyform validate", vec!["validate", "--form", &base, "--summary=only", &input]),
            ("tallyform migrate", vec!["migrate", "--form", &arguments.form, &input]),
        ];
        for (name, words) in commands {
            let (mut times, mut memory) = (Vec::new(), 0_u64);
            for _ in 0..arguments.rounds.max(1) {
                let (time, kibibytes) = timed(root, program, &words, &log)?;
                times.push(time);
                memory = memory.max(kibibytes);
            }
            let seconds = median(&times).as_secs_f64();
            say::line(&format!(
                "{name:28} {count:13} {seconds:11.3} {:11.0} {:13.1} MiB",
                count as f64 / seconds.max(1e-9),
                memory as f64 / 1024.0
            ));
        }
    }
    Ok(())
}

/// The file that a form revises.
fn base_of(root: &Path, form: &str) -> Result<String, String> {
    let read = |name: &str| std::fs::read(root.join(name)).map_err(|error| format!("cannot read {name}: {error}"));
    let mut sources = SourceMap::new();
    let file = sources.load(form, read(form)?, &mut |name| read(name));
    match sources.base(file) {
        Some(tallyform_schema::Base::File(base)) => Ok(sources.get(*base).name.clone()),
        _ => Err(format!("{form} revises no other form")),
    }
}

/// How long a run takes by the clock on the wall, and its greatest memory in KiB. That something was found or left is no
/// failure.
fn timed(root: &Path, program: &Path, words: &[&str], log: &Path) -> Result<(Duration, u64), String> {
    let failed = |error: std::io::Error| format!("`tallyform {}`: {error}", words.join(" "));
    std::fs::write(log, "").map_err(failed)?;
    let mut wrapped = Command::new(std::env::current_exe().map_err(failed)?);
    wrapped.current_dir(root).arg("wrapped").arg(log).arg(program).args(words);
    wrapped.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let status = wrapped.status().map_err(failed)?;
    let time = start.elapsed();
    let log = std::fs::read_to_string(log).map_err(failed)?;
    let memory = log.split_whitespace().next().and_then(|memory| memory.parse().ok());
    match (status.code(), memory) {
        (Some(0 | 1), Some(memory)) => Ok((time, memory)),
        _ => Err(format!("`tallyform {}` failed", words.join(" "))),
    }
}
