//! Memory does not grow with the input.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::Write;
use std::process::{Child, Stdio};

use crate::support::{Folder, bad, good};

/// The most memory that a process has held so far, in KiB.
fn peak(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("the state of the process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("VmHWM");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// The peak after so many bytes of reports have gone in, measured before the program ends.
fn peak_after(megabytes: usize, jobs: &str) -> u64 {
    let folder = Folder::with_form();
    let mut command = folder.command(&["validate", "--form", "form.yaml", "-", "--jobs", jobs, "--format", "json"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input");
    let lines = format!("{}\n", [vec![good(); 50], vec![bad()]].concat().join("\n"));
    let block = lines.repeat((1 << 20) / lines.len() + 1);
    for _ in 0..megabytes {
        stdin.write_all(block.as_bytes()).expect("the program reads");
    }
    let peak = peak(&child);
    drop(stdin);
    assert_eq!(child.wait().expect("the program ends").code(), Some(1));
    peak
}

#[test]
fn ten_times_the_reports_take_no_more_memory() {
    for jobs in ["1", "2"] {
        let (little, much) = (peak_after(2, jobs), peak_after(20, jobs));
        assert!(much < little + 4096, "{jobs} jobs: {little} KiB after 2 MB, {much} KiB after 20 MB");
    }
}
