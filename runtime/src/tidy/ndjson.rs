//! Lines as JSON objects.

use std::borrow::Cow;

use super::Tidy;
use crate::read::{Entries, bare};

impl Tidy<'_> {
    /// The texts of a line from a JSON object, in the order of [`Tidy::columns`]. `null`, or no key at all, is an empty
    /// text; what is neither `null` nor a text is its JSON text.
    ///
    /// # Errors
    /// Where the line is no JSON object, or has a key that is no column or is there twice: a sentence that says so.
    pub fn read_json(&self, line: &str) -> Result<Vec<String>, String> {
        let Entries(entries) =
            serde_json::from_str(line).map_err(|error| format!("no line of the tidy form: {}", bare(&error)))?;
        let mut texts = vec![None; self.columns().len()];
        for (key, value) in entries {
            let Some(slot) = self.position(&key).and_then(|position| texts.get_mut(position)) else {
                return Err(format!("there is no column `{key}` in this form"));
            };
            let text = match value.get() {
                "null" => String::new(),
                json if json.starts_with('"') => match serde_json::from_str::<Cow<'_, str>>(json) {
                    Ok(text) => text.into_owned(),
                    Err(error) => return Err(format!("column `{key}`: {}", bare(&error))),
                },
                json => json.to_owned(),
            };
            if slot.replace(text).is_some() {
                return Err(format!("the column `{key}` is there twice"));
            }
        }
        Ok(texts.into_iter().map(Option::unwrap_or_default).collect())
    }
}
