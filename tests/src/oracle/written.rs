//! Statements written out over the cells of one report: one operand for each row, and one statement for each key.

use tallyform::exact::Ratio;
use tallyform::plan::{Expr, Operator, Statement};

use super::flat::Flat;
use super::rows::{Keys, Place, locate, run};

/// A statement written out.
#[derive(Clone, Debug)]
pub struct Written {
    /// Over the cells of a [`Flat`].
    pub statement: Statement,
    /// The same, where lists of which nothing is known hold no row at all; none where there are no such.
    pub without: Option<Statement>,
    /// The cells that it names, each once.
    pub named: Vec<usize>,
}

/// Writes a statement out at these keys.
pub fn written(flat: &mut Flat<'_>, statement: &Statement, keys: &Keys) -> Written {
    let mut writer = Writer { flat, keys, named: Vec::new(), drop_many: false, met_many: false };
    let full = writer.statement(statement);
    let (named, met_many) = (writer.named.clone(), writer.met_many);
    writer.drop_many = true;
    let without = met_many.then(|| writer.statement(statement));
    Written { statement: full, without, named }
}

struct Writer<'w, 'a> {
    flat: &'w mut Flat<'a>,
    keys: &'w Keys,
    named: Vec<usize>,
    /// Cells of which there may be any number are none.
    drop_many: bool,
    met_many: bool,
}

/// What does not apply.
fn nothing() -> Expr {
    let number = |number: i64| Box::new(Expr::Number(Ratio::from(number)));
    Expr::Quotient(number(1), number(0))
}

impl Writer<'_, '_> {
    fn statement(&mut self, statement: &Statement) -> Statement {
        let mut boxed = |one: &Statement| Box::new(self.statement(one));
        match statement {
            Statement::Compare { op, left, right, tolerance } => {
                let (left, right) = (self.expr(left), self.expr(right));
                Statement::Compare { op: *op, left, right, tolerance: tolerance.clone() }
            }
            Statement::And(all) => Statement::And(all.iter().map(|one| self.statement(one)).collect()),
            Statement::Or(all) => Statement::Or(all.iter().map(|one| self.statement(one)).collect()),
            Statement::Not(one) => Statement::Not(boxed(one)),
            Statement::If { condition, then, otherwise } => Statement::If {
                condition: boxed(condition),
                then: boxed(then),
                otherwise: otherwise.as_ref().map(|otherwise| boxed(otherwise)),
            },
            Statement::Same(left, right) => Statement::Same(boxed(left), boxed(right)),
            Statement::Differ(left, right) => Statement::Differ(boxed(left), boxed(right)),
            Statement::Reported(cell) => Statement::Reported(self.expr(cell)),
            Statement::Applies(cell) => Statement::Applies(self.expr(cell)),
            // What is in order is written out as pairs, apart.
            Statement::Ordered { .. } => Statement::Constant(true),
            Statement::Constant(holds) => Statement::Constant(*holds),
        }
    }

    fn cell(&mut self, cell: usize, prior: bool) -> Expr {
        let place = locate(self.flat.plan, self.flat.side(prior), prior, cell, self.keys);
        self.at(cell, prior, &place, false)
    }

    fn at(&mut self, cell: usize, prior: bool, place: &Place<'_, '_>, summed: bool) -> Expr {
        let number = self.flat.number(cell, prior, place, self.keys, summed);
        if !self.named.contains(&number) {
            self.named.push(number);
        }
        Expr::Cell(u32::try_from(number).unwrap_or(u32::MAX))
    }

    fn expr(&mut self, expr: &Expr) -> Expr {
        let mut boxed = |of: &Expr| Box::new(self.expr(of));
        match expr {
            Expr::Number(number) => Expr::Number(number.clone()),
            Expr::Cell(cell) => self.cell(*cell as usize, false),
            Expr::Prior(cell) => self.cell(*cell as usize, true),
            // Rows stand in lists only.
            Expr::Rows { .. } => nothing(),
            Expr::Scale { by, of } => Expr::Scale { by: by.clone(), of: boxed(of) },
            Expr::Minus(of) => Expr::Minus(boxed(of)),
            Expr::Abs(of) => Expr::Abs(boxed(of)),
            Expr::Product(left, right) => Expr::Product(boxed(left), boxed(right)),
            Expr::Quotient(left, right) => Expr::Quotient(boxed(left), boxed(right)),
            Expr::Sum(all) => self.list(all, true).map_or_else(nothing, Expr::Sum),
            Expr::Min(all) => self.list(all, false).map_or_else(nothing, Expr::Min),
            Expr::Max(all) => self.list(all, false).map_or_else(nothing, Expr::Max),
            Expr::Count(all) => self.list(all, false).map_or_else(nothing, Expr::Count),
        }
    }

    /// The operands of a list; none where one of them runs through rows and there are none.
    fn list(&mut self, all: &[Expr], summed: bool) -> Option<Vec<Expr>> {
        let mut list = Vec::new();
        let mut applies = true;
        for one in all {
            match self.rows(one, summed) {
                None => list.push(self.expr(one)),
                Some(rows) => {
                    applies &= !rows.is_empty();
                    list.extend(rows.into_iter().flatten());
                }
            }
        }
        // Where all is left out that could have been, the list is taken as it was.
        applies.then_some(list)
    }

    /// The operands that one of a list is, if it runs through rows, with the signs and conversions around it. One of which
    /// there may be none is none.
    fn rows(&mut self, expr: &Expr, summed: bool) -> Option<Vec<Option<Expr>>> {
        let around = |rows: Vec<Option<Expr>>, of: &dyn Fn(Box<Expr>) -> Expr| {
            rows.into_iter().map(|row| row.map(|row| of(Box::new(row)))).collect()
        };
        match expr {
            Expr::Rows { of, along } => {
                let (cell, prior) = match **of {
                    Expr::Cell(cell) => (cell as usize, false),
                    Expr::Prior(cell) => (cell as usize, true),
                    _ => return None,
                };
                let along: Vec<usize> = along.iter().map(|&dimension| dimension as usize).collect();
                let places = run(self.flat.plan, self.flat.side(prior), prior, (cell, &along), self.keys);
                let one = |place: Place<'_, '_>| {
                    let many = matches!(place, Place::Many) && !summed;
                    self.met_many |= many;
                    (!many || !self.drop_many).then(|| self.at(cell, prior, &place, summed))
                };
                Some(places.into_iter().map(one).collect())
            }
            Expr::Scale { by, of } => Some(around(self.rows(of, summed)?, &|of| Expr::Scale { by: by.clone(), of })),
            Expr::Minus(of) => Some(around(self.rows(of, summed)?, &Expr::Minus)),
            Expr::Abs(of) => Some(around(self.rows(of, summed)?, &Expr::Abs)),
            _ => None,
        }
    }
}

/// One thing that becomes of cells in an order.
#[derive(Clone, Debug)]
pub enum Pair {
    /// A blank.
    Blank(usize),
    /// Two that compare.
    Compared([usize; 2], Box<Statement>),
    /// There is neither.
    Nothing,
}

/// What becomes of cells that rise or fall: each that holds anything beside the next such one.
pub fn pairs(flat: &mut Flat<'_>, op: Operator, cells: &[u32], keys: &Keys) -> Vec<Pair> {
    use super::content::Content;
    use super::domain::Standing;

    let mut pairs = Vec::new();
    let mut last: Option<(usize, Expr)> = None;
    for &cell in cells {
        let place = locate(flat.plan, flat.side(false), false, cell as usize, keys);
        let number = flat.number(cell as usize, false, &place, keys, false);
        let side = match (&flat.standings[number], &flat.cells[number].content) {
            (Standing::NotApplicable { .. }, _) => continue,
            (Standing::Between { reported: false, .. }, _) => {
                pairs.push(Pair::Blank(number));
                continue;
            }
            (Standing::Other, Content::Day(day)) => Expr::Number(Ratio::from(*day)),
            (Standing::Other, _) => continue,
            _ => Expr::Cell(u32::try_from(number).unwrap_or(u32::MAX)),
        };
        if let Some((before, left)) = last {
            let statement = Statement::Compare { op, left, right: side.clone(), tolerance: None };
            pairs.push(Pair::Compared([before, number], Box::new(statement)));
        }
        last = Some((number, side));
    }
    if pairs.is_empty() {
        pairs.push(Pair::Nothing);
    }
    pairs
}
