//! Whether rules and messages read only what there is.

use std::collections::{BTreeMap, BTreeSet};

use super::{Checked, MAX_PLAN_DEPTH, MAX_PRODUCTS, MAX_STATEMENT_SIZE, fault, in_range, place, sections, severities};
use crate::plan::{Cell, Content, ExplainedBy, Expr, Plan, Segment, Statement, Template};

/// Checks the rules.
pub(super) fn check(plan: &Plan) -> Checked {
    let mut ids = BTreeSet::new();
    for (i, rule) in plan.rules.iter().enumerate() {
        let at = || format!("/rules/{i}");
        if rule.id.is_empty() || !ids.insert(&rule.id) {
            return fault(format!("{}/id", at()), format!("the id `{}` is empty or there twice", rule.id));
        }
        in_range(rule.node, plan.nodes.len(), || format!("{}/node", at()))?;
        place(plan, rule.place, at)?;
        if !rule.message.is_empty() {
            templates(plan, &rule.message, || format!("{}/message", at()))?;
        }
        severities(plan, rule.severity, || format!("{}/severity", at()))?;
        if let Some(ExplainedBy::Note(cell)) = rule.explained_by {
            in_range(cell, plan.cells.len(), || format!("{}/explained_by", at()))?;
        }
        for dimension in &rule.free {
            in_range(*dimension, plan.dimensions.len(), || format!("{}/free", at()))?;
        }
        if !rule.wheres.is_empty() && rule.wheres.len() != rule.statements.len() {
            return fault(format!("{}/wheres", at()), "there is one for each statement");
        }
        for (n, one) in rule.statements.iter().enumerate() {
            let open = sections::open(plan, rule, n, || format!("{}/wheres/{n}", at()))?;
            let mut walk = Walk { plan, open: &open, size: 0, products: 0 };
            if let Err(message) = walk.statement(one, 0) {
                return fault(format!("{}/statements/{n}", at()), message);
            }
        }
    }
    Ok(())
}

/// Checks a message in all languages.
pub(super) fn templates(plan: &Plan, template: &BTreeMap<String, Template>, at: impl Fn() -> String) -> Checked {
    if let Some(language) = plan.languages.iter().find(|language| !template.contains_key(*language)) {
        return fault(at(), format!("no text in language `{language}`"));
    }
    template.iter().try_for_each(|(language, segments)| in_template(plan, segments, &|| format!("{}/{language}", at())))
}

fn in_template(plan: &Plan, segments: &[Segment], at: &impl Fn() -> String) -> Checked {
    segments.iter().try_for_each(|segment| match segment {
        Segment::Cell { cell } => in_range(*cell, plan.cells.len(), at),
        Segment::Optional { optional } => in_template(plan, optional, at),
        Segment::Figure { figure, .. } => in_range(*figure, plan.nodes.len(), at),
        Segment::Text(_) | Segment::Slot { .. } => Ok(()),
    })
}

/// A walk through a statement that counts.
struct Walk<'a> {
    plan: &'a Plan,
    /// The dimensions that are bound to rows.
    open: &'a [u32],
    size: usize,
    products: usize,
}

impl Walk<'_> {
    fn step(&mut self, depth: usize) -> Result<(), String> {
        self.size += 1;
        if self.size > MAX_STATEMENT_SIZE {
            return Err(format!("more than {MAX_STATEMENT_SIZE} operands"));
        }
        if depth > MAX_PLAN_DEPTH {
            return Err(format!("more than {MAX_PLAN_DEPTH} levels"));
        }
        Ok(())
    }

    fn statement(&mut self, statement: &Statement, depth: usize) -> Result<(), String> {
        self.step(depth)?;
        let depth = depth + 1;
        match statement {
            Statement::Compare { left, right, tolerance, .. } => {
                if tolerance.as_ref().is_some_and(crate::exact::Ratio::is_negative) {
                    return Err("the tolerance is less than 0".to_owned());
                }
                self.expr(left, depth)?;
                self.expr(right, depth)
            }
            Statement::And(all) | Statement::Or(all) => all.iter().try_for_each(|one| self.statement(one, depth)),
            Statement::Not(one) => self.statement(one, depth),
            Statement::If { condition, then, otherwise } => {
                self.statement(condition, depth)?;
                self.statement(then, depth)?;
                otherwise.iter().try_for_each(|one| self.statement(one, depth))
            }
            Statement::Same(a, b) | Statement::Differ(a, b) => {
                self.statement(a, depth)?;
                self.statement(b, depth)
            }
            Statement::Reported(cell) | Statement::Applies(cell) => match cell {
                Expr::Cell(number) | Expr::Prior(number) => self.cell(*number, &[]).map(|_| ()),
                _ => Err("it is asked of one cell".to_owned()),
            },
            // Each of its comparisons is an outcome of its own.
            Statement::Ordered { .. } if depth > 1 => Err("an order is a statement of its own".to_owned()),
            Statement::Ordered { cells, .. } => cells.iter().try_for_each(|cell| {
                self.step(depth)?;
                self.cell(*cell, &[]).map(|_| ())
            }),
            Statement::Constant(_) => Ok(()),
        }
    }

    fn expr(&mut self, expr: &Expr, depth: usize) -> Result<(), String> {
        self.step(depth)?;
        let depth = depth + 1;
        match expr {
            Expr::Number(_) => Ok(()),
            Expr::Cell(number) | Expr::Prior(number) => self.figure(*number, &[]),
            Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => self.expr(of, depth),
            Expr::Sum(all) | Expr::Min(all) | Expr::Max(all) => all.iter().try_for_each(|one| self.operand(one, depth)),
            Expr::Product(a, b) | Expr::Quotient(a, b) => {
                self.products += 1;
                if self.products > MAX_PRODUCTS {
                    return Err(format!("more than {MAX_PRODUCTS} products and quotients"));
                }
                self.expr(a, depth)?;
                self.expr(b, depth)
            }
            Expr::Rows { .. } => Err("rows are operands of `sum`, `min`, `max` and `count` only".to_owned()),
            Expr::Count(cells) => cells.iter().try_for_each(|one| {
                self.step(depth)?;
                match one {
                    Expr::Cell(cell) | Expr::Prior(cell) => self.cell(*cell, &[]).map(|_| ()),
                    Expr::Rows { of, along } => self.cell(of_rows(of)?, along).map(|_| ()),
                    _ => Err("`count` counts cells".to_owned()),
                }
            }),
        }
    }

    /// An operand of a sum or an extreme.
    fn operand(&mut self, expr: &Expr, depth: usize) -> Result<(), String> {
        match expr {
            Expr::Rows { of, along } => {
                self.step(depth)?;
                self.figure(of_rows(of)?, along)
            }
            Expr::Scale { of, .. } | Expr::Minus(of) | Expr::Abs(of) => {
                self.step(depth)?;
                self.operand(of, depth + 1)
            }
            _ => self.expr(expr, depth),
        }
    }

    fn figure(&self, number: u32, along: &[u32]) -> Result<(), String> {
        match self.cell(number, along)?.content {
            Content::Figure(_) => Ok(()),
            _ => Err(format!("cell {number} holds no number")),
        }
    }

    /// A cell, of whose rows the statement says which it reads.
    fn cell(&self, number: u32, along: &[u32]) -> Result<&Cell, String> {
        let cells = &self.plan.cells;
        let cell =
            cells.get(number as usize).ok_or_else(|| format!("cell {number} where there are {}", cells.len()))?;
        let mut section = cell.section;
        let mut passed = 0;
        while let Some(one) = section.and_then(|section| self.plan.sections.get(section as usize)) {
            let is_along = along.contains(&one.dimension);
            passed += usize::from(is_along);
            if !is_along && !self.open.contains(&one.dimension) {
                return Err(format!("nothing says which rows of cell {number} are meant"));
            }
            section = one.above;
        }
        if passed < along.len() { Err(format!("cell {number} does not stand in these rows")) } else { Ok(cell) }
    }
}

/// The cell of which there are rows.
fn of_rows(of: &Expr) -> Result<u32, String> {
    match of {
        Expr::Cell(cell) | Expr::Prior(cell) => Ok(*cell),
        _ => Err("rows are those of one cell".to_owned()),
    }
}
