//! Two random revisions of a form, and which figures and members of the one are which of the other.
//!
//! Both have the headings `t`, and `o` and `u` by office, whose members are rows. A figure may be by `who`, a dimension
//! with a whole and few members. Everything that a revision may do to a figure or member happens to some of them.

use crate::dice::Dice;

/// A figure of a revision.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Which heading it stands beneath: `t`, `o` or `u`. Of the last two it is by office.
    pub heading: usize,
    /// Its keys beneath the heading.
    pub keys: Vec<String>,
    /// Whether it is by `who`.
    pub by_who: bool,
    /// Its unit: `case`, `yuan` or `wan`.
    pub unit: &'static str,
}

/// One of two revisions.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The ids of the headings.
    pub headings: [String; 3],
    /// The figures.
    pub figures: Vec<Figure>,
    /// The members of `who`.
    pub members: Vec<String>,
}

/// What of one revision is what of the other.
#[derive(Clone, Debug, Default)]
pub struct Kin {
    /// Figures of the earlier revision and the later one.
    pub figures: Vec<(usize, usize)>,
    /// Members.
    pub members: Vec<(usize, usize)>,
    /// Figures of the later revision that cannot be compared.
    pub broken_figures: Vec<usize>,
    /// Members of the later revision that cannot be compared.
    pub broken_members: Vec<usize>,
}

/// Two revisions.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    /// The earlier one.
    pub old: Side,
    /// The later one.
    pub new: Side,
    /// What is what.
    pub kin: Kin,
    /// The earlier form from behind its units, as [`pair`](super::pair) takes it.
    pub old_text: String,
    /// The later one.
    pub new_text: String,
}

/// Draws two revisions.
#[must_use]
pub fn revisions(dice: &mut Dice<'_>) -> Drawn {
    let mut drawn = Drawn::default();
    drawn.old.headings = ["t", "o", "u"].map(str::to_owned);
    drawn.new.headings = ["t", "o", "u"].map(|id| if dice.one_in(4) { format!("{id}2") } else { id.to_owned() });
    let members = self::members(dice, &mut drawn);
    let mut items: [Vec<String>; 3] = Default::default();
    let mut old_items: [Vec<String>; 3] = Default::default();
    // Every heading has a figure that goes on, and the members have one.
    for heading in 0..3 {
        let figure = Figure { heading, keys: vec!["d".to_owned()], by_who: heading == 0, unit: "case" };
        drawn.kin.figures.push((drawn.old.figures.len(), drawn.new.figures.len()));
        drawn.old.figures.push(figure.clone());
        drawn.new.figures.push(figure.clone());
        old_items[heading].push(node(&figure, "D", ""));
        items[heading].push(node(&figure, "D", ""));
    }
    let count = 3 + dice.below(5);
    let first = drawn.old.figures.len();
    for number in 0..count {
        let unit = if dice.one_in(3) { "yuan" } else { "case" };
        let figure = Figure { heading: dice.below(3), keys: vec![format!("f{number}")], by_who: dice.one_in(2), unit };
        // Labels need not tell figures apart.
        let label = if dice.one_in(2) { "L".to_owned() } else { format!("L{number}") };
        old_items[figure.heading].push(node(&figure, &label, ""));
        drawn.old.figures.push(figure);
    }
    let mut number = first;
    while number < first + count {
        number += one(dice, &mut drawn, &mut items, number);
    }
    drawn.old_text = text(&["t", "o", "u"].map(str::to_owned), [""; 3], &members.0, &old_items);
    let was = [", was: t", ", was: o", ", was: u"];
    drawn.new_text = text(&drawn.new.headings.clone(), was, &members.1, &items);
    drawn
}

/// What becomes of a figure; how many figures that settles.
fn one(dice: &mut Dice<'_>, drawn: &mut Drawn, items: &mut [Vec<String>; 3], number: usize) -> usize {
    let old = drawn.old.figures[number].clone();
    let path = |figure: &Figure| format!("{}.{}", ["t", "o", "u"][figure.heading], figure.keys[0]);
    let mut new = old.clone();
    if dice.one_in(4) {
        new.by_who = !new.by_who;
    }
    if old.unit == "yuan" && dice.one_in(2) {
        new.unit = "wan";
    }
    let mut was = format!(", was: {}", path(&old));
    let mut settled = 1;
    let mut olds = vec![number];
    match dice.below(8) {
        0 => return 1,
        1 => new.keys = vec![format!("n{number}")],
        2 => new.heading = dice.below(3),
        3 => {
            was += ", comparable: no";
            drawn.kin.broken_figures.push(drawn.new.figures.len());
        }
        4 => return split(dice, drawn, items, number),
        5 | 6 => {
            let next = drawn.old.figures.get(number + 1).filter(|next| next.unit == old.unit);
            if let Some(next) = next {
                was = format!(", was: [{}, {}]", path(&old), path(next));
                olds.push(number + 1);
                settled = 2;
                if dice.one_in(2) {
                    new.keys = vec![format!("m{number}")];
                    new.heading = dice.below(3);
                }
            }
        }
        _ => {}
    }
    items[new.heading].push(node(&new, "N", &was));
    drawn.kin.figures.extend(olds.into_iter().map(|old| (old, drawn.new.figures.len())));
    drawn.new.figures.push(new);
    settled
}

/// A figure becomes a heading with two parts.
fn split(dice: &mut Dice<'_>, drawn: &mut Drawn, items: &mut [Vec<String>; 3], number: usize) -> usize {
    let old = drawn.old.figures[number].clone();
    let mut parts = Vec::new();
    for id in ["x", "y"] {
        let mut part = old.clone();
        part.keys.push(id.to_owned());
        part.by_who ^= dice.one_in(4);
        let own = Figure { keys: vec![id.to_owned()], ..part.clone() };
        parts.push(node(&own, id, ""));
        drawn.kin.figures.push((number, drawn.new.figures.len()));
        drawn.new.figures.push(part);
    }
    items[old.heading].push(format!("{{id: {}, label: S, items: [{}]}}", old.keys[0], parts.join(", ")));
    1
}

/// Draws the members of both revisions; their lists as the form texts have them.
fn members(dice: &mut Dice<'_>, drawn: &mut Drawn) -> (String, String) {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let ids = ["p", "q", "r"];
    drawn.old.members = ids.map(str::to_owned).to_vec();
    let mut number = 0;
    while let Some(id) = ids.get(number) {
        old.push(format!("{{id: {id}, label: {id}}}"));
        let here = drawn.new.members.len();
        let mut push = |id: String, rest: &str| {
            new.push(format!("{{id: {id}, label: {id}{rest}}}"));
            drawn.new.members.push(id);
        };
        match dice.below(7) {
            0 => {}
            1 => {
                push(format!("{id}2"), &format!(", was: 'who[{id}]'"));
                drawn.kin.members.push((number, here));
            }
            2 if number + 1 < ids.len() => {
                let next = ids[number + 1];
                old.push(format!("{{id: {next}, label: {next}}}"));
                push(format!("{id}{next}"), &format!(", was: ['who[{id}]', 'who[{next}]']"));
                drawn.kin.members.extend([(number, here), (number + 1, here)]);
                number += 1;
            }
            3 => {
                let parts = [format!("{id}a"), format!("{id}b")];
                let items = parts.clone().map(|part| format!("{{id: {part}, label: {part}}}")).join(", ");
                new.push(format!("{{id: {id}, label: {id}, items: [{items}]}}"));
                drawn.new.members.extend(parts);
                drawn.kin.members.extend([(number, here), (number, here + 1)]);
            }
            4 => {
                push((*id).to_owned(), ", comparable: no");
                drawn.kin.members.push((number, here));
                drawn.kin.broken_members.push(here);
            }
            _ => {
                push((*id).to_owned(), "");
                drawn.kin.members.push((number, here));
            }
        }
        number += 1;
    }
    new.push("{id: z, label: z}".to_owned());
    drawn.new.members.push("z".to_owned());
    (old.join(", "), new.join(", "))
}

fn node(figure: &Figure, label: &str, rest: &str) -> String {
    let by = if figure.by_who { ", by: [who]" } else { "" };
    let id = figure.keys.last().map_or("", String::as_str);
    format!("{{id: {id}, label: {label}, unit: {}{by}{rest}}}", figure.unit)
}

fn text(headings: &[String; 3], was: [&str; 3], members: &str, items: &[Vec<String>; 3]) -> String {
    let mut text = format!(
        "dimensions:
  office: {{label: All, parts: {{key: {{label: Office, type: text}}}}}}
  who: {{label: All, parts: [{members}]}}
items:\n"
    );
    for (number, id) in headings.iter().enumerate() {
        let by = if number == 0 { "" } else { ", by: [office]" };
        let items = items[number].join(", ");
        text += &format!("  - {{id: {id}, label: H{by}{}, items: [{items}]}}\n", was[number]);
    }
    text
}
