//! `tallyform explain`.

use tallyform_compare::Rule;
use tallyform_schema::{Code, Severity};

use crate::console::Console;
use crate::failure::{Failure, Result, Status};
use crate::suggestion;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  tallyform explain
  tallyform explain F0203
  tallyform explain figure-gone")]
pub(crate) struct Args {
    /// Code of the diagnostic, or id of the rule; without one, all are listed
    code: Option<String>,
}

pub(crate) fn run(args: &Args, console: &mut Console) -> Result<Status> {
    let Some(word) = &args.code else {
        for code in Code::ALL {
            let severity = match code.severity() {
                Severity::Error => "error  ",
                Severity::Warning => "warning",
            };
            console.line(&format!("{}  {severity}  {}", code.as_str(), code.summary()))?;
        }
        for rule in Rule::ALL {
            console.line(&format!("{:<18}  {}", rule.id(), rule.summary()))?;
        }
        return Ok(Status::Clean);
    };
    if let Ok(rule) = word.parse::<Rule>() {
        console.line(rule.page().trim_end())?;
        return Ok(Status::Clean);
    }
    match Code::ALL.iter().find(|code| code.as_str().eq_ignore_ascii_case(word)) {
        Some(code) => {
            console.line(code.page().trim_end())?;
            Ok(Status::Clean)
        }
        None => {
            let codes = Code::ALL.iter().map(|code| code.as_str()).chain(Rule::ALL.iter().map(|rule| rule.id()));
            let help = match suggestion::nearest(word, codes) {
                Some(near) => format!("did you mean `{near}`? `tallyform explain` lists all codes"),
                None => "`tallyform explain` lists all codes".to_owned(),
            };
            Err(Failure::new(format!("there is no diagnostic and no rule `{word}`")).help(help))
        }
    }
}
