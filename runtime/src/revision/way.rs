//! What stands in one cell as the content of another.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

use super::left::Why;
use crate::cell::{Cell, Misfit, Other};
use crate::exact::{Decimal, Ratio};
use crate::plan::{Content, Figure, Kind, Meaning, Plan};
use crate::read::{of_decimal, of_json};
use crate::validator::Validator;

/// The way from a cell of one plan to one of another.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) change: Change,
    /// What becomes of each mark that goes along.
    marks: Vec<(u32, u32)>,
    /// Decimal places of the figures here and there.
    places: (u8, u8),
}

/// What becomes of a value on its way.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// It stays as it is.
    None,
    /// A figure is multiplied.
    Scale(Box<Scale>),
    /// A code becomes a list of one.
    List,
    /// A list of one code becomes that code.
    Single,
    /// Nothing but a blank or a mark goes along.
    All(Why),
}

/// By what figures are multiplied.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    /// By how much the figure grows as the unit changes.
    factor: BigRational,
    /// By how much its digits do, as numerator and denominator, where these are small.
    quick: Option<(i128, i128)>,
}

impl Way {
    /// The way from a cell of one plan to one of another.
    pub(super) fn new((from, cell): (&Plan, u32), (to, other): (&Plan, u32)) -> Self {
        let cells = from.cells.get(cell as usize).zip(to.cells.get(other as usize));
        let Some((cell, other)) = cells else {
            return Self { change: Change::All(Why::Gone), marks: Vec::new(), places: (0, 0) };
        };
        let change = match (&cell.content, &other.content) {
            (Content::Figure(a), Content::Figure(b)) => scale((from, a), (to, b)),
            (
                Content::Text { .. } | Content::Code { many: false, .. },
                Content::Text { .. } | Content::Code { many: false, .. },
            )
            | (Content::Code { many: true, .. }, Content::Code { many: true, .. })
            | (Content::Date {}, Content::Date {})
            | (Content::Year {}, Content::Year {})
            | (Content::Bool {}, Content::Bool {}) => Change::None,
            (Content::Code { many: false, .. }, Content::Code { many: true, .. }) => Change::List,
            (Content::Code { many: true, .. }, Content::Code { many: false, .. }) => Change::Single,
            _ => Change::All(Why::Type),
        };
        let is_scaled = match &change {
            Change::None => false,
            Change::Scale(scale) => !scale.factor.is_one(),
            Change::List | Change::Single | Change::All(_) => true,
        };
        let alike = |mark: &crate::plan::Mark| {
            let mut takes = other.takes.iter().filter_map(|number| Some((*number, to.marks.get(*number as usize)?)));
            let is_alike = |other: &crate::plan::Mark| {
                other.meaning == mark.meaning && (!is_scaled || mark.meaning == Meaning::NotApplicable)
            };
            let same = takes.clone().find(|(_, other)| other.token == mark.token && is_alike(other));
            same.or_else(|| takes.find(|(_, other)| is_alike(other))).map(|(number, _)| number)
        };
        let marks = (0..).zip(&from.marks).filter_map(|(number, mark)| Some((number, alike(mark)?))).collect();
        Self { change, marks, places: (decimals(&cell.content), decimals(&other.content)) }
    }

    /// What stands in a cell as the content of the other.
    ///
    /// # Errors
    /// Why it cannot stand there.
    pub(super) fn carry(&self, cell: &Cell, to: &Validator, number: u32) -> Result<Cell, Why> {
        match (&self.change, cell) {
            (_, Cell::Blank) => Ok(Cell::Blank),
            (_, Cell::Mark(mark)) => self.mark(*mark).map(Cell::Mark).ok_or(Why::Mark),
            (Change::All(why), _) => Err(*why),
            (_, Cell::Other(other)) => self.other(other, to, number),
            (Change::None, Cell::Text(text)) => self::text(text, to, number).map(|()| cell.clone()),
            (Change::None, _) => Ok(cell.clone()),
            (Change::List, Cell::Text(text)) => Ok(Cell::Codes(Box::new(vec![text.to_string()]))),
            (Change::Single, Cell::Codes(codes)) => match codes.as_slice() {
                [code] => text(code, to, number).map(|()| Cell::Text(code.as_str().into())),
                _ => Err(Why::Codes),
            },
            (Change::Scale(scale), Cell::Figure(_) | Cell::Wide(_)) => match self.quick(cell) {
                Some(digits) => self.fit(Decimal::new(digits, self.places.1)),
                None => match self.value(cell).map(|value| Decimal::try_from(&Ratio::from(value))) {
                    Some(Ok(value)) => self.fit(value),
                    _ => None,
                },
            }
            .ok_or(scale.why()),
            (Change::List | Change::Single | Change::Scale(_), _) => Err(Why::Type),
        }
    }

    /// The digits of a figure at the decimal places there, where that is quickly said.
    pub(super) fn quick(&self, cell: &Cell) -> Option<i128> {
        let Cell::Figure(digits) = cell else { return None };
        let digits = i128::from(*digits);
        let Change::Scale(scale) = &self.change else { return Some(digits) };
        let (up, down) = scale.quick?;
        let scaled = digits.checked_mul(up)?;
        (scaled % down == 0).then(|| scaled / down)
    }

    /// A figure in the unit there.
    pub(super) fn value(&self, cell: &Cell) -> Option<BigRational> {
        let value = match cell {
            Cell::Figure(digits) => Decimal::new((*digits).into(), self.places.0),
            Cell::Wide(value) => **value,
            _ => return None,
        };
        match &self.change {
            Change::None => Some(value.to_big()),
            Change::Scale(scale) => Some(value.to_big() * &scale.factor),
            Change::List | Change::Single | Change::All(_) => None,
        }
    }

    /// A number as a figure of the cell there; none where it has more places, or is greater than any figure.
    pub(super) fn fit(&self, value: Decimal) -> Option<Cell> {
        of_decimal(value, self.places.1)
    }

    /// Decimal places of the figures there.
    pub(super) fn decimals(&self) -> u8 {
        self.places.1
    }

    /// The mark there of a mark here.
    pub(super) fn mark(&self, mark: u32) -> Option<u32> {
        self.marks.iter().find(|(known, _)| *known == mark).map(|(_, other)| *other)
    }

    /// Why a figure cannot stand there that is a number of that unit or a sum of such.
    pub(super) fn why(&self) -> Why {
        match &self.change {
            Change::Scale(scale) => scale.why(),
            Change::All(why) => *why,
            Change::None | Change::List | Change::Single => Why::Unit,
        }
    }

    /// What does not fit its cell is read anew, as the report there would be.
    fn other(&self, other: &Other, to: &Validator, number: u32) -> Result<Cell, Why> {
        match &self.change {
            Change::Scale(scale) if !scale.factor.is_one() => return Err(Why::Unit),
            Change::List | Change::Single => return Err(Why::Type),
            _ => {}
        }
        let Some(table) = to.table().cells.get(number as usize) else { return Err(Why::Gone) };
        let cell = of_json(to.plan(), table, &other.json);
        match (&cell, other.misfit) {
            (Cell::Mark(mark), Misfit::Mark(was)) if self.mark(was) == Some(*mark) => Ok(cell),
            (Cell::Mark(_), _) => Err(Why::Mark),
            _ => Ok(cell),
        }
    }
}

impl Scale {
    /// Why a figure cannot stand there.
    fn why(&self) -> Why {
        if self.factor.is_one() { Why::Places } else { Why::Unit }
    }
}

fn decimals(content: &Content) -> u8 {
    match content {
        Content::Figure(figure) => figure.decimals,
        _ => 0,
    }
}

/// What becomes of figures on their way from one unit to another.
fn scale((from, here): (&Plan, &Figure), (to, there): (&Plan, &Figure)) -> Change {
    let (Some(a), Some(b)) = (from.units.get(here.unit as usize), to.units.get(there.unit as usize)) else {
        return Change::All(Why::Unit);
    };
    // Units of one name are one unit. Others convert where they say that they are of the same, and lengths of time and
    // ratios always do.
    let without_of = matches!(a.kind, Kind::Duration | Kind::Ratio);
    let convert = a.kind == b.kind && a.of == b.of && (a.id == b.id || a.of.is_some() || without_of);
    if !convert || b.factor.is_zero() {
        return Change::All(Why::Unit);
    }
    let factor = a.factor.as_big() / b.factor.as_big();
    if factor.is_one() && here.decimals == there.decimals {
        return Change::None;
    }
    let power = |places: u8| BigRational::from_integer(num_traits::pow(BigInt::from(10), places.into()));
    let digits = &factor * power(there.decimals) / power(here.decimals);
    let quick = digits.numer().to_i128().zip(digits.denom().to_i128());
    Change::Scale(Box::new(Scale { factor, quick }))
}

/// Whether a text is one in the cell there too, and no mark of it.
fn text(text: &str, to: &Validator, number: u32) -> Result<(), Why> {
    match to.table().cells.get(number as usize).and_then(|table| table.mark(text)) {
        Some(_) => Err(Why::Mark),
        None => Ok(()),
    }
}
