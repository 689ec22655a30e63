//! Revisions in the order in which they revise one another.

use std::fmt;

use tallyform::Plan;

/// Plans are not the revisions of one chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoChain {
    /// A sentence that says why.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl fmt::Display for NoChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for NoChain {}

/// Plans in the order in which they revise one another, the oldest first. Their own order does not matter, and of equal ones
/// there is one in the end.
///
/// # Errors
/// Where there are none, they are of several forms, two are one revision, or they are no chain.
pub fn chain<'p>(plans: &[&'p Plan]) -> Result<Vec<&'p Plan>, NoChain> {
    let no = |message: String, help: &str| Err(NoChain { message, help: help.to_owned() });
    let mut all: Vec<&Plan> = Vec::new();
    for plan in plans.iter().copied() {
        let first = all.first().copied().unwrap_or(plan);
        if plan.form != first.form {
            return no(
                format!("`{}` is another form than `{}`", plan.form, first.form),
                "name revisions of one form; two forms have no series in common",
            );
        }
        match all.iter().find(|known| known.revision == plan.revision) {
            Some(known) if *known == plan => {}
            Some(_) => {
                return no(
                    format!("two different plans are revision `{}` of `{}`", plan.revision, plan.form),
                    "name one of them, or make the older one again with `tallyform generate plan`",
                );
            }
            None => all.push(plan),
        }
    }
    let find = |revision: &str| all.iter().copied().find(|plan| plan.revision == revision);
    let revised = |plan: &Plan| plan.revises().and_then(find);
    // The newest revises others and is revised by none.
    let last = |plan: &&&Plan| !all.iter().any(|other| other.revises() == Some(plan.revision.as_str()));
    let ends: Vec<&&Plan> = all.iter().filter(last).collect();
    let [end] = ends.as_slice() else {
        let Some(first) = all.first() else {
            return no("no revision is given".to_owned(), "name at least one form");
        };
        return Err(apart(first, &all, &ends));
    };
    let mut line = vec![**end];
    while let Some(next) = line.last().and_then(|last| revised(last)) {
        if line.len() > all.len() {
            break;
        }
        line.push(next);
    }
    if line.len() != all.len() {
        return Err(apart(end, &all, &ends));
    }
    line.reverse();
    Ok(line)
}

/// Why plans of one form are no chain.
fn apart(form: &Plan, all: &[&Plan], ends: &[&&Plan]) -> NoChain {
    let form = &form.form;
    let names =
        |plans: &[&&Plan]| plans.iter().map(|plan| format!("`{}`", plan.revision)).collect::<Vec<_>>().join(", ");
    if ends.is_empty() {
        return NoChain {
            message: format!(
                "the revisions {} of `{form}` revise each other in a circle",
                names(&all.iter().collect::<Vec<_>>())
            ),
            help: "mend `revises` in one of their files".to_owned(),
        };
    }
    for plan in all {
        let Some(revises) = plan.revises() else { continue };
        let is_there = |name: &str| all.iter().any(|other| other.revision == name);
        // The oldest may revise what nobody asks for, unless others stand before the gap.
        let earlier = plan.predecessor.iter().flat_map(|predecessor| &predecessor.earlier);
        if !is_there(revises) && earlier.into_iter().any(|name| is_there(name)) {
            return NoChain {
                message: format!(
                    "revision `{}` of `{form}` revises `{revises}`, which is not among the forms",
                    plan.revision
                ),
                help: format!("name the form of revision `{revises}` too"),
            };
        }
    }
    if let Some(revises) = all.iter().find_map(|plan| {
        plan.revises().filter(|revises| all.iter().filter(|other| other.revises() == Some(*revises)).count() > 1)
    }) {
        return NoChain {
            message: format!("the revisions {} of `{form}` part ways after `{revises}`", names(ends)),
            help: "name those of one way only".to_owned(),
        };
    }
    NoChain {
        message: format!("nothing links the revisions {} of `{form}`", names(ends)),
        help: "say in the file of the later one which file it `revises`, and name all revisions between them"
            .to_owned(),
    }
}
