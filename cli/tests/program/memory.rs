//! Memory does not grow with the input.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::process::{Child, Stdio};

use crate::support::{FORM, Folder, bad, good};

/// The most memory that a process has held so far, in KiB.
fn peak(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("the state of the process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("VmHWM");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// The peak after so many bytes of reports have gone in, measured before the program ends.
fn peak_after(megabytes: usize, arguments: &[&str], lines: &str, code: i32) -> u64 {
    let folder = Folder::with_form();
    // The same form a year later, with one figure less.
    let next = FORM.replace("\"1\"\n", "\"2\"\nrevises: form.yaml\n");
    folder.write("next.yaml", next.replace("      - {id: online, label: {en: Online, zh: 网上}}\n", ""));
    let form = if arguments.contains(&"migrate") { "next.yaml" } else { "form.yaml" };
    let mut command = folder.command(&[arguments, &["--form", form, "-"]].concat());
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input");
    let block = lines.repeat((1 << 20) / lines.len() + 1);
    for _ in 0..megabytes {
        stdin.write_all(block.as_bytes()).expect("the program reads");
    }
    let peak = peak(&child);
    drop(stdin);
    assert_eq!(child.wait().expect("the program ends").code(), Some(code));
    peak
}

fn memory_stays(arguments: &[&str], lines: &str, code: i32) {
    let (little, much) = (peak_after(2, arguments, lines, code), peak_after(20, arguments, lines, code));
    assert!(much < little + 4096, "{arguments:?}: {little} KiB after 2 MB, {much} KiB after 20 MB");
}

#[test]
fn ten_times_the_reports_take_no_more_memory() {
    let lines = format!("{}\n", [vec![good(); 50], vec![bad()]].concat().join("\n"));
    for jobs in ["1", "2"] {
        memory_stays(&["validate", "--format", "json", "--jobs", jobs], &lines, 1);
    }
    memory_stays(&["convert", "--to", "tidy-csv", "--jobs", "2"], &lines, 0);
}

#[test]
fn ten_times_the_reports_are_carried_over_in_no_more_memory() {
    let lines = format!("{}\n", good());
    let arguments = ["migrate", "--left", "left.ndjson", "--jobs", "2"];
    // Two megabytes do not fill what waits between the threads: a report and what it leaves take more than its text.
    let (little, much) = (peak_after(4, &arguments, &lines, 1), peak_after(40, &arguments, &lines, 1));
    assert!(much < little + 4096, "{little} KiB after 4 MB, {much} KiB after 40 MB");
}

#[test]
fn ten_times_the_lines_of_a_table_take_no_more_memory() {
    let lines: String = ["2023", "2024"]
        .map(|period| format!("{{\"period\": \"{period}\", \"path\": \"answered\", \"value\": 7}}\n"))
        .concat();
    memory_stays(&["convert", "--from", "tidy-ndjson", "--to", "json"], &lines, 0);
}
