//! A drawn check as its author would write it, with no more parentheses than needed.

use tallyform::plan::Operator;

use super::text::decimal;
use super::{Argument, Form, Number, Say};

/// How tightly a part binds; a part that binds more loosely than its place stands in parentheses.
mod level {
    pub(super) const IF: u8 = 0;
    pub(super) const OR: u8 = 1;
    pub(super) const AND: u8 = 2;
    pub(super) const NOT: u8 = 3;
    pub(super) const COMPARISON: u8 = 4;
    pub(super) const SUM: u8 = 5;
    pub(super) const PRODUCT: u8 = 6;
    pub(super) const SIGN: u8 = 7;
    pub(super) const AS: u8 = 8;
    pub(super) const PRIMARY: u8 = 9;
}

/// The text of a check.
pub(super) fn statement(form: &Form, say: &Say) -> String {
    at(form, say, level::IF)
}

fn wrapped(text: String, own: u8, least: u8) -> String {
    if own < least { format!("({text})") } else { text }
}

fn at(form: &Form, say: &Say, least: u8) -> String {
    let joined =
        |all: &[Say], word: &str, least: u8| all.iter().map(|one| at(form, one, least)).collect::<Vec<_>>().join(word);
    let (text, own) = match say {
        Say::Compare(op, left, right) => {
            let (left, right) = (number(form, left, level::SUM), number(form, right, level::SUM));
            (format!("{left} {} {right}", symbol(*op)), level::COMPARISON)
        }
        Say::And(all) => (joined(all, " and ", level::NOT), level::AND),
        Say::Or(all) => (joined(all, " or ", level::AND), level::OR),
        Say::Not(inner) => (format!("not {}", at(form, inner, level::NOT)), level::NOT),
        Say::If(condition, then, otherwise) => {
            // An `else` would go to a bare `if` in the branch before it.
            let mut text = format!("if {} then {}", at(form, condition, level::OR), at(form, then, level::OR));
            if let Some(otherwise) = otherwise {
                text.push_str(" else ");
                text.push_str(&at(form, otherwise, level::IF));
            }
            (text, level::IF)
        }
        Say::Same(left, right, same) => {
            let (left, right) = (at(form, left, level::SUM), at(form, right, level::SUM));
            (format!("{left} {} {right}", if *same { "==" } else { "!=" }), level::COMPARISON)
        }
        Say::Reported(name) => (format!("reported({})", name.spelt), level::PRIMARY),
        Say::Applies(name) => (format!("applies({})", name.spelt), level::PRIMARY),
    };
    wrapped(text, own, least)
}

fn symbol(op: Operator) -> &'static str {
    match op {
        Operator::Equal => "==",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::AtMost => "<=",
        Operator::Greater => ">",
        Operator::AtLeast => ">=",
    }
}

fn number(form: &Form, what: &Number, least: u8) -> String {
    let (text, own) = match what {
        Number::Figure(name) => (name.spelt.clone(), level::PRIMARY),
        Number::Plain(value) => (decimal(*value), level::PRIMARY),
        Number::Minus(inner) => (format!("-{}", number(form, inner, level::SIGN)), level::SIGN),
        Number::Sum(terms) => {
            let mut text = String::new();
            for (place, (minus, term)) in terms.iter().enumerate() {
                let sign = match (place, minus) {
                    (0, _) => "",
                    (_, true) => " - ",
                    (_, false) => " + ",
                };
                text.push_str(sign);
                text.push_str(&number(form, term, level::PRODUCT));
            }
            (text, level::SUM)
        }
        Number::Product(left, right) => {
            let (left, right) = (number(form, left, level::PRODUCT), number(form, right, level::SIGN));
            (format!("{left} * {right}"), level::PRODUCT)
        }
        Number::Quotient(left, right) => {
            let (left, right) = (number(form, left, level::PRODUCT), number(form, right, level::SIGN));
            (format!("{left} / {right}"), level::PRODUCT)
        }
        Number::As(inner, unit) => {
            let id = form.units[*unit].id;
            let unit = if id.chars().all(char::is_alphabetic) { id.to_owned() } else { format!("'{id}'") };
            (format!("{} as {unit}", number(form, inner, level::PRIMARY)), level::AS)
        }
        Number::Abs(inner) => (format!("abs({})", number(form, inner, level::SUM)), level::PRIMARY),
        Number::Call(function, arguments) => {
            let mut all: Vec<String> = arguments.iter().map(|one| argument(form, one)).collect();
            for at in 1..all.len() {
                // After `over` a word is one more dimension.
                if matches!(arguments[at - 1], Argument::Over(..)) && all[at].chars().all(char::is_alphanumeric) {
                    all[at] = format!("({})", all[at]);
                }
            }
            (format!("{function}({})", all.join(", ")), level::PRIMARY)
        }
    };
    wrapped(text, own, least)
}

fn argument(form: &Form, argument: &Argument) -> String {
    match argument {
        Argument::One(one) => number(form, one, level::SUM),
        Argument::Parts(name) => format!("{}.*", name.spelt),
        Argument::Over(name, over) => {
            let names: Vec<&str> = over.iter().map(|&of| form.dimensions[of].id).collect();
            format!("{} over {}", name.spelt, names.join(", "))
        }
        Argument::Range(first, last) => {
            let code = |node: &usize| form.nodes[*node].code.unwrap_or_default();
            format!("[{}]..[{}]", code(first), code(last))
        }
    }
}
