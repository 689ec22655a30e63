//! What a check says, in words that hold in both forms.

use serde_json::Value;
use tallyform::plan::Rule;

/// The statements of a rule as sorted texts in which `name` stands for every cell; without and with their tolerances.
///
/// Statements that say the same of the same cells are the same text whatever the numbers of the cells are.
pub(crate) fn said(rule: &Rule, name: &dyn Fn(u64) -> String) -> (Vec<String>, Vec<String>) {
    let texts = |with_tolerance: bool| {
        let statements = rule.statements.iter().filter_map(|statement| serde_json::to_value(statement).ok());
        let mut texts: Vec<String> = statements
            .map(|mut statement| {
                rename(&mut statement, name, with_tolerance);
                statement.to_string()
            })
            .collect();
        texts.sort();
        texts
    };
    (texts(false), texts(true))
}

fn rename(value: &mut Value, name: &dyn Fn(u64) -> String, with_tolerance: bool) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|one| rename(one, name, with_tolerance)),
        Value::Object(entries) => {
            if !with_tolerance {
                entries.remove("tolerance");
            }
            for (key, value) in entries.iter_mut() {
                match (key.as_str(), &*value) {
                    ("cell" | "prior", Value::Number(number)) => {
                        *value = name(number.as_u64().unwrap_or(u64::MAX)).into()
                    }
                    // Dimensions of rows are named by the cells that stand in them.
                    ("along", _) => *value = Value::Null,
                    ("cells", Value::Array(cells)) => {
                        let names = cells.iter().map(|cell| name(cell.as_u64().unwrap_or(u64::MAX)));
                        *value = names.collect::<Vec<_>>().into();
                    }
                    _ => rename(value, name, with_tolerance),
                }
            }
            // The order of what is added is no matter.
            if let Some(Value::Array(terms)) = entries.get_mut("sum") {
                terms.sort_by_cached_key(Value::to_string);
            }
        }
        _ => {}
    }
}
