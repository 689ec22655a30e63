//! Forms of any size.

use std::fmt::Write as _;

/// Figures of one table: a whole, and this many parts.
pub(super) const PARTS: usize = 9;

/// Tables beneath one heading.
pub(super) const TABLES: usize = 10;

/// The text of a form with about this many figures, ten of which make a table and ten tables a section.
pub(super) fn text(figures: usize) -> String {
    let mut text = String::from(
        "tallyform: 1\nform: org.example.large\nrevision: \"1\"\ntitle: Many tables\nlanguages: [en]\n\
         units:\n  case: {kind: count}\nmarks: {\"/\": not_applicable}\ntakes: [\"/\"]\nunit: case\nitems:\n",
    );
    for table in 0..tables(figures) {
        // Writing to a String cannot fail.
        if table % TABLES == 0 {
            let section = table / TABLES;
            let _ = write!(text, "  - id: section_{section}\n    label: Section {section}\n    items:\n");
        }
        let _ = write!(text, "      - id: table_{table}\n        label: Table {table}, all cases\n        parts:\n");
        for part in 0..PARTS {
            let _ = writeln!(text, "          - {{id: part_{part}, label: Cases of the kind {part} in table {table}}}");
        }
    }
    text
}

/// How many tables that makes.
pub(super) fn tables(figures: usize) -> usize {
    figures.div_ceil(PARTS + 1)
}
