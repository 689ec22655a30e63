//! What a cell may hold, as types.

use crate::cell::{self, Date};
use crate::exact::Decimal;
use crate::plan;
use crate::typed::{Form, Quantity, Unit};

/// What a cell holds where it holds no mark: a unit of the form, [`Text`], [`Day`], [`Year`], [`YesNo`], [`Code`] or
/// [`Codes`].
#[diagnostic::on_unimplemented(message = "a cell holds no `{Self}`")]
pub trait Content: Sized + 'static {
    /// The value in Rust.
    type Value: Clone + PartialEq + std::fmt::Debug;

    /// The value in a cell of the flat array; none where the cell holds something else.
    #[doc(hidden)]
    fn take(cell: &cell::Cell, plan: &plan::Cell) -> Option<Self::Value>;

    /// The cell of the flat array for a value; none where the cell is of another type.
    #[doc(hidden)]
    fn show(value: &Self::Value, plan: &plan::Cell) -> Option<cell::Cell>;

    /// The value as its text, and whether it is a JSON text where it stands alone.
    #[doc(hidden)]
    fn print(value: &Self::Value) -> Alone;

    /// Reads what stood alone.
    #[doc(hidden)]
    fn read(alone: Alone) -> Option<Self::Value>;

    /// The form whose marks a cell may hold.
    #[doc(hidden)]
    fn form() -> Option<&'static Form> {
        None
    }
}

/// A value that stands outside a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alone {
    /// An integer.
    Integer(i64),
    /// A text, or a number with places.
    Text(String),
    /// Yes or no.
    Bool(bool),
    /// Several texts.
    Texts(Vec<String>),
}

impl<U: Unit> Content for U {
    type Value = Quantity<U>;

    fn take(cell: &cell::Cell, plan: &plan::Cell) -> Option<Quantity<U>> {
        match cell {
            cell::Cell::Figure(digits) => {
                let places = if let plan::Content::Figure(figure) = &plan.content { figure.decimals } else { 0 };
                Some(Quantity::new((*digits).into(), places))
            }
            cell::Cell::Wide(number) => Some(Quantity::from_decimal(**number)),
            // More places than the cell has, in a form that does not mind.
            cell::Cell::Other(other) => other.value.map(Quantity::from_decimal),
            _ => None,
        }
    }

    fn show(value: &Quantity<U>, plan: &plan::Cell) -> Option<cell::Cell> {
        let plan::Content::Figure(figure) = &plan.content else { return None };
        Some(figure_cell(value.decimal(), figure.decimals))
    }

    fn print(value: &Quantity<U>) -> Alone {
        match value.to_integer() {
            Some(integer) if U::DECIMALS == 0 => Alone::Integer(integer),
            _ => Alone::Text(value.to_string()),
        }
    }

    fn read(alone: Alone) -> Option<Quantity<U>> {
        match alone {
            Alone::Integer(integer) => Some(integer.into()),
            Alone::Text(text) => text.parse().ok(),
            Alone::Bool(_) | Alone::Texts(_) => None,
        }
    }

    fn form() -> Option<&'static Form> {
        Some(U::form())
    }
}

/// A figure in a cell of so many places. One that does not fit is kept, and judged when the report is.
fn figure_cell(number: Decimal, decimals: u8) -> cell::Cell {
    let misfit = match number.at(decimals) {
        Some(digits) if number.is_in_range() => {
            return i64::try_from(digits).map_or_else(|_| cell::Cell::Wide(Box::new(number)), cell::Cell::Figure);
        }
        None if number.is_in_range() => cell::Misfit::Places,
        _ => cell::Misfit::Type,
    };
    let json = if decimals == 0 { number.to_string() } else { format!("\"{number}\"") };
    cell::Cell::Other(Box::new(cell::Other { json, misfit, value: Some(number) }))
}

/// A year in its cell. One past 9999 is kept, and judged when the report is.
fn year_cell(year: &u16) -> cell::Cell {
    if *year <= 9999 {
        return cell::Cell::Year(*year);
    }
    cell::Cell::Other(Box::new(cell::Other { json: year.to_string(), misfit: cell::Misfit::Type, value: None }))
}

macro_rules! contents {
    ($($(#[doc = $doc:literal])+ $name:ident($value:ty): $cell:pat => $take:expr, $show:expr, $print:expr, $read:pat => $back:expr;)*) => {$(
        $(#[doc = $doc])+
        pub enum $name {}

        impl Content for $name {
            type Value = $value;

            fn take(cell: &cell::Cell, _: &plan::Cell) -> Option<$value> {
                if let $cell = cell { Some($take) } else { None }
            }

            fn show(value: &$value, _: &plan::Cell) -> Option<cell::Cell> {
                let show: fn(&$value) -> cell::Cell = $show;
                Some(show(value))
            }

            fn print(value: &$value) -> Alone {
                let print: fn(&$value) -> Alone = $print;
                print(value)
            }

            fn read(alone: Alone) -> Option<$value> {
                if let $read = alone { $back } else { None }
            }
        }
    )*};
}

contents! {
    /// A text.
    Text(String): cell::Cell::Text(text) => text.as_str().to_owned(),
        |text| cell::Cell::Text(text.as_str().into()), |text| Alone::Text(text.clone()), Alone::Text(text) => Some(text);
    /// A day of the calendar.
    Day(Date): cell::Cell::Date(day) => *day,
        |day| cell::Cell::Date(*day), |day| Alone::Text(day.to_string()), Alone::Text(text) => Date::parse(&text);
    /// A year, 0 to 9999.
    Year(u16): cell::Cell::Year(year) => *year,
        year_cell, |year| Alone::Integer((*year).into()),
        Alone::Integer(year) => u16::try_from(year).ok().filter(|year| *year <= 9999);
    /// Yes or no.
    YesNo(bool): cell::Cell::Bool(answer) => *answer,
        |answer| cell::Cell::Bool(*answer), |answer| Alone::Bool(*answer), Alone::Bool(answer) => Some(answer);
    /// A code of a list.
    Code(String): cell::Cell::Text(code) => code.as_str().to_owned(),
        |code| cell::Cell::Text(code.as_str().into()), |code| Alone::Text(code.clone()), Alone::Text(code) => Some(code);
    /// Several codes of a list.
    Codes(Vec<String>): cell::Cell::Codes(codes) => codes.as_ref().clone(),
        |codes| cell::Cell::Codes(Box::new(codes.clone())), |codes| Alone::Texts(codes.clone()),
        Alone::Texts(codes) => Some(codes);
}
