//! `cargo xtask test`: everything that a change must pass.

use crate::shell::{cargo, step};

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only what a developer runs all day.
    #[arg(long)]
    quick: bool,
}

/// Test targets, each with its package, that take long and are therefore no part of `cargo test`: their manifests say
/// `test = false`. `any_bytes` takes its minute whatever the machine; `examples` compiles all that a user would, in crates
/// of its own.
const LONG: [(&str, &str); 2] = [("tallyform-tests", "any_bytes"), ("tallyform-rust-tests", "examples")];

/// Properties draw the same cases in every run of all tests, so that a commit that passed once passes again; `cargo test`
/// and `cargo xtask fuzz` draw new ones.
const SEED: (&str, &str) = ("PROPTEST_RNG_SEED", "2017");

pub(crate) fn run(arguments: &Arguments) -> Result<(), String> {
    step("format", cargo().args(["fmt", "--all", "--check"]))?;
    if !arguments.quick {
        step("lints", cargo().args(["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    }
    step("tests", cargo().args(["test", "--workspace", "--no-fail-fast"]).env(SEED.0, SEED.1))?;
    if !arguments.quick {
        for (package, target) in LONG {
            step(target, cargo().args(["test", "-p", package, "--test", target]).env(SEED.0, SEED.1))?;
        }
    }
    Ok(())
}
