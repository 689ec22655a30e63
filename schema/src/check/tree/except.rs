//! Names in `except`.

use super::*;

/// Names in `except` that mean nothing there.
pub(super) fn except(tree: &Tree<'_>, out: &mut Vec<Diagnostic>) {
    for (at, entry) in tree.nodes.iter().enumerate() {
        let Some(said) = entry.says.and_then(|says| says.except.as_ref()) else { continue };
        let node = NodeId(at as u32);
        // The figures at and beneath the node, with their dimensions.
        let mut figures = Vec::new();
        let mut open = vec![node];
        while let Some(next) = open.pop() {
            let Some(entry) = tree.get(next) else { continue };
            if entry.grid.is_some() {
                figures.push(next);
            }
            open.extend(
                entry
                    .children
                    .iter()
                    .filter(|child| tree.get(**child).is_some_and(|child| child.class != Class::Coordinate)),
            );
        }
        let mut complete = true;
        for name in said.value.iter().flatten() {
            let known = figures.iter().any(|figure| {
                let by = tree.get(*figure).map(|entry| entry.by.clone()).unwrap_or_default();
                tree.slot(&by, &name.text).is_some() || tree.stands_beneath(*figure, &name.text)
            });
            complete &= known;
            if !known {
                out.push(
                    Diagnostic::new(
                        Code::UnknownPath,
                        format!("`{}` is neither an item nor a member here", name.text),
                        name.span,
                        "blocks nothing out",
                    )
                    .help(
                        "name an item beneath this node, a member of its dimensions, or a whole as `dimension.total`",
                    ),
                );
            }
        }
        if complete {
            for pair in &said.value {
                let blocks = figures.iter().any(|figure| {
                    let by = tree.get(*figure).map(|entry| entry.by.clone()).unwrap_or_default();
                    tree.block(&by, *figure, pair).is_some()
                });
                if let (false, Some(first)) = (blocks, pair.first()) {
                    out.push(
                        Diagnostic::new(
                            Code::UnknownPath,
                            "no figure has these two in common",
                            first.span,
                            "blocks nothing out",
                        )
                        .help("name an item with a member of a dimension that it has, or members of two of its dimensions"),
                    );
                }
            }
        }
    }
}
