//! Checks of the author, for every member and whole of their free dimensions.

use super::*;

/// A check of the author for every binding of its free dimensions.
pub(super) struct Broadcast {
    pub(super) statements: Vec<Statement>,
    /// Free dimensions, the slowest first.
    pub(super) free: Vec<DimensionId>,
    /// What they are bound to in each statement; empty where none is free.
    pub(super) wheres: Vec<Where>,
    /// Where the parts of each statement stand.
    pub(super) traces: Vec<Trace>,
}

impl Place {
    /// A check of the author for every member and whole of its free dimensions.
    pub(super) fn broadcast(
        &self,
        formulas: &mut Formulas<'_>,
        check: &syntax::Check,
        term: &expression::Term,
        tolerance: Option<&BigRational>,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Broadcast> {
        let words = [("both", On::Both), ("total", On::Total), ("rows", On::Rows)];
        let on = check.on.as_ref().and_then(|on| word::choose(on, "part of a matrix", &words, out));
        let tree = formulas.scope.tree;
        let free = formulas.free(self.node, term, out);
        let bindings = match &free {
            Some(free) => tree.bindings(free, on.unwrap_or_default()),
            // What else is wrong is said too.
            None => vec![BTreeMap::new()],
        };
        // Of the figures that have a dimension some may have others besides.
        if let (Some([]), Some(on), None) = (free.as_deref(), &check.on, formulas.members) {
            out.push(
                Diagnostic::new(
                    Code::KeyDoesNotApply,
                    "`on` does not go with a check without free dimensions",
                    on.span,
                    "neither rows nor a total",
                )
                .help("take it away"),
            );
        }
        let (mut statements, mut wheres, mut traces) = (Vec::new(), Vec::new(), Vec::new());
        for (number, binding) in bindings.into_iter().enumerate() {
            formulas.trace = Trace::default();
            formulas.blocked = false;
            let place = tree.place(&binding);
            formulas.binding = binding;
            let statement = formulas.statement(self.node, term, tolerance, out);
            formulas.binding = BTreeMap::new();
            let statement = statement.filter(|_| free.is_some())?;
            if number > 0 {
                formulas.left = formulas.left.saturating_sub(formulas.trace.figures.len());
                if formulas.left == 0 {
                    out.push(too_many(check.span));
                    return None;
                }
            }
            // A check that reads a blocked-out cell does not apply.
            if formulas.blocked {
                continue;
            }
            let mut trace = std::mem::take(&mut formulas.trace);
            trace.figures.sort_by_key(|(_, span)| span.start);
            traces.push(trace);
            statements.push(statement);
            if free.as_ref().is_some_and(|free| !free.is_empty()) {
                wheres.push(place);
            }
        }
        if statements.is_empty() {
            out.push(
                Diagnostic::new(Code::CannotFail, "the check never applies", check.span, "every cell is blocked out")
                    .help("take it away, or block out less"),
            );
            return None;
        }
        let free = free.unwrap_or_default().into_iter().map(|dimension| DimensionId(dimension as u32)).collect();
        Some(Broadcast { statements, free, wheres, traces })
    }
}

fn too_many(span: Span) -> Diagnostic {
    let most = crate::limits::MAX_NAMED;
    let message = format!("the checks of the form name more than {most} figures");
    Diagnostic::new(Code::TooManyFigures, message, span, "one too many, for all members together")
        .help("let the tree make the sums, with `parts` and dimensions, and name the wholes")
}
