//! From a chain of plans to series.

use std::collections::HashMap;

use tallyform::Plan;
use tallyform::plan::{Cell, Content, LinkKind, Texts};
use tallyform::revision::{Ancestry, Lineage};

use super::{Bond, BondKind, Crosswalk, Kind, Revision, Row, Standing};
use crate::chain::{NoChain, chain};

/// What of a plan can be in a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Node(u32),
    Dimension(u32),
    Member(u32, u32),
}

/// The row of each thing of a revision.
type Rows = HashMap<Key, usize>;

/// The first cell of each figure and field, by node.
type Cells<'p> = HashMap<u32, &'p Cell>;

impl Crosswalk {
    /// The crosswalk of the revisions of a form, whose order does not matter.
    ///
    /// # Errors
    /// Where they are no [chain](chain()), or what links two of them names what they do not have.
    pub fn new(plans: &[&Plan]) -> Result<Self, NoChain> {
        let plans = chain(plans)?;
        let mut making = Making { plans: &plans, rows: Vec::new(), order: Vec::new() };
        let mut before: Option<(&Plan, Rows)> = None;
        for (at, plan) in plans.iter().copied().enumerate() {
            let own = match &before {
                None => making.take(at, plan, None),
                Some((old, known)) => {
                    let lineage = Lineage::between(old, plan).map_err(|error| NoChain {
                        message: error.message,
                        help: "make the plans again from their form files with `tallyform generate plan`".to_owned(),
                    })?;
                    let own = making.take(at, plan, Some((old, &lineage, known)));
                    making.end(at, (old, known), (plan, &lineage, &own));
                    own
                }
            };
            before = Some((plan, own));
        }
        let newest = plans.last().copied();
        let revision = |plan: &&Plan| Revision {
            revision: plan.revision.clone(),
            because: plan.predecessor.as_ref().and_then(|predecessor| predecessor.because.clone()),
        };
        Ok(Self {
            form: newest.map(|plan| plan.form.clone()).unwrap_or_default(),
            title: newest.map(|plan| plan.title.clone()).unwrap_or_default(),
            revisions: plans.iter().map(revision).collect(),
            series: making.sorted(),
        })
    }
}

struct Making<'a> {
    plans: &'a [&'a Plan],
    rows: Vec<Row>,
    /// The rows of each revision in the order of its form.
    order: Vec<Vec<usize>>,
}

impl Making<'_> {
    /// Takes in what a revision has. Gives the row of each of its things.
    fn take(&mut self, at: usize, plan: &Plan, before: Option<(&Plan, &Lineage, &Rows)>) -> Rows {
        let cells = first_cells(plan);
        let mut own = Rows::new();
        let mut order = Vec::new();
        for key in keys(plan) {
            let mut standing = standing(plan, key, &cells);
            let mut row = None;
            if let Some((old, lineage, known)) = before
                && let Some(ancestry) = ancestry(lineage, key)
            {
                row = ancestry.same.and_then(|same| known.get(&alike(same, key, lineage)?)).copied();
                standing.link = Some(bond((old, plan), lineage, key, ancestry, row.is_some()));
            }
            let row = row.unwrap_or_else(|| {
                self.rows.push(self.blank());
                self.rows.len() - 1
            });
            if let Some(row) = self.rows.get_mut(row) {
                (row.series, row.since) = series(plan, key);
                row.kind = kind(key, &standing);
                if let Some(slot) = row.standings.get_mut(at) {
                    *slot = standing;
                }
            }
            own.insert(key, row);
            order.push(row);
        }
        self.order.push(order);
        own
    }

    /// Says of what the revision before had, and does not go on, what became of it.
    fn end(&mut self, at: usize, (old, known): (&Plan, &Rows), (plan, lineage, own): (&Plan, &Lineage, &Rows)) {
        for key in keys(old) {
            let row = known.get(&key).and_then(|row| self.rows.get_mut(*row));
            let slot = row.and_then(|row| row.standings.get_mut(at)).filter(|standing| standing.path.is_none());
            let Some(slot) = slot else { continue };
            let became: Vec<Key> = became(lineage, key).into_iter().filter(|key| own.contains_key(key)).collect();
            let with = became.iter().map(|key| address(plan, *key)).collect();
            slot.link = Some(match became.first().and_then(|key| ancestry(lineage, *key)) {
                Some(ancestry) => {
                    let kind = if ancestry.split.is_some() { BondKind::Split } else { BondKind::Merged };
                    Bond { kind, with, because: because(plan, ancestry.link) }
                }
                None => Bond { kind: BondKind::Gone, with, because: gone(plan, &address(old, key)) },
            });
        }
    }

    fn blank(&self) -> Row {
        let standing = |plan: &&Plan| Standing { revision: plan.revision.clone(), ..Standing::default() };
        let standings = self.plans.iter().map(standing).collect();
        Row { series: String::new(), kind: Kind::Figure, since: String::new(), standings }
    }

    /// The rows in the order of the newest revision, what is gone after what it stood after.
    fn sorted(self) -> Vec<Row> {
        let mut placed = vec![false; self.rows.len()];
        let mut followers: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        for (age, order) in self.order.iter().rev().enumerate() {
            let mut before = None;
            for row in order {
                if let Some(placed) = placed.get_mut(*row).filter(|placed| !**placed) {
                    *placed = true;
                    let after = if age == 0 { None } else { before };
                    followers.entry(after).or_default().push(*row);
                }
                before = Some(*row);
            }
        }
        let mut sorted = Vec::with_capacity(self.rows.len());
        let mut waiting = followers.remove(&None).unwrap_or_default();
        waiting.reverse();
        while let Some(row) = waiting.pop() {
            sorted.push(row);
            waiting.extend(followers.remove(&Some(row)).unwrap_or_default().into_iter().rev());
        }
        let mut rows: Vec<Option<Row>> = self.rows.into_iter().map(Some).collect();
        let mut rows: Vec<Row> = sorted.into_iter().filter_map(|row| rows.get_mut(row)?.take()).collect();
        rows.sort_by_key(|row| row.kind >= Kind::Dimension);
        rows
    }
}

/// What of a plan can be in a series, in the order of the form.
fn keys(plan: &Plan) -> Vec<Key> {
    let nodes = (0..).zip(&plan.nodes).map(|(number, _)| number).filter(|number| plan.is_figure(*number));
    let dimensions = (0..).zip(&plan.dimensions).flat_map(|(number, dimension)| {
        let members = (0..).zip(&dimension.members).map(move |(at, _)| Key::Member(number, at));
        std::iter::once(Key::Dimension(number)).chain(members)
    });
    nodes.map(Key::Node).chain(dimensions).collect()
}

fn first_cells(plan: &Plan) -> Cells<'_> {
    let mut first = Cells::new();
    for cell in &plan.cells {
        if let Some((figure, _)) = plan.figure_of(cell) {
            first.entry(figure).or_insert(cell);
        }
    }
    first
}

fn kind(key: Key, standing: &Standing) -> Kind {
    match key {
        Key::Node(_) if standing.unit.is_some() => Kind::Figure,
        Key::Node(_) => Kind::Field,
        Key::Dimension(_) => Kind::Dimension,
        Key::Member(..) => Kind::Member,
    }
}

/// The id of the series of something, and since when it can be compared.
fn series(plan: &Plan, key: Key) -> (String, String) {
    let named = |id: String, since: &str| (id, since.to_owned());
    match key {
        Key::Node(node) => {
            let (id, since) = plan.node_series(node);
            named(id.to_owned(), since)
        }
        Key::Dimension(dimension) => {
            let (id, since) = plan.dimension_series(dimension);
            named(format!("{id}[]"), since)
        }
        Key::Member(dimension, member) => {
            let (id, since) = plan.member_series(dimension, member);
            named(format!("{}[{id}]", plan.dimension_series(dimension).0), since)
        }
    }
}

/// The address of something.
fn address(plan: &Plan, key: Key) -> String {
    let dimension = |number: u32| plan.dimensions.get(number as usize);
    match key {
        Key::Node(node) => plan.nodes.get(node as usize).map(|node| node.path.clone()).unwrap_or_default(),
        Key::Dimension(of) => format!("{}[]", dimension(of).map_or("", |dimension| &dimension.id)),
        Key::Member(of, member) => {
            let member = dimension(of).and_then(|dimension| dimension.members.get(member as usize));
            let of = dimension(of).map_or("", |dimension| &dimension.id);
            format!("{of}[{}]", member.map_or("", |member| &member.id))
        }
    }
}

fn standing(plan: &Plan, key: Key, cells: &Cells<'_>) -> Standing {
    let mut standing =
        Standing { revision: plan.revision.clone(), path: Some(address(plan, key)), ..Standing::default() };
    match key {
        Key::Node(number) => {
            if let Some(node) = plan.nodes.get(number as usize) {
                (standing.label, standing.code) = (node.label.clone(), node.code.clone());
                let dimensions = node.by.iter().map(|dimension| plan.dimension_series(*dimension).0.to_owned());
                standing.by = dimensions.collect();
            }
            if let Some(Content::Figure(figure)) = cells.get(&number).map(|cell| &cell.content) {
                standing.unit = plan.units.get(figure.unit as usize).map(|unit| unit.id.clone());
            }
        }
        Key::Dimension(number) => {
            if let Some(dimension) = plan.dimensions.get(number as usize) {
                standing.label = dimension.label.clone();
            }
        }
        Key::Member(number, at) => {
            let members = plan.dimensions.get(number as usize).map(|dimension| &dimension.members);
            if let Some(member) = members.and_then(|members| members.get(at as usize)) {
                (standing.label, standing.code) = (member.label.clone(), member.code.clone());
            }
        }
    }
    standing
}

fn ancestry(lineage: &Lineage, key: Key) -> Option<&Ancestry> {
    match key {
        Key::Node(node) => lineage.nodes.get(node as usize),
        Key::Dimension(dimension) => lineage.dimensions.get(dimension as usize),
        Key::Member(dimension, member) => lineage.members.get(dimension as usize)?.get(member as usize),
    }
}

/// Something of the revision before that has this number, of the kind of `key`.
fn alike(number: u32, key: Key, lineage: &Lineage) -> Option<Key> {
    Some(match key {
        Key::Node(_) => Key::Node(number),
        Key::Dimension(_) => Key::Dimension(number),
        Key::Member(dimension, _) => Key::Member(lineage.dimensions.get(dimension as usize)?.same?, number),
    })
}

/// What something of the revision before became.
fn became(lineage: &Lineage, key: Key) -> Vec<Key> {
    let became = &lineage.became;
    let of = |numbers: Option<&Vec<u32>>, key: &dyn Fn(u32) -> Key| -> Vec<Key> {
        numbers.into_iter().flatten().map(|number| key(*number)).collect()
    };
    match key {
        Key::Node(node) => of(became.nodes.get(node as usize), &Key::Node),
        Key::Dimension(dimension) => of(became.dimensions.get(dimension as usize), &Key::Dimension),
        Key::Member(dimension, member) => {
            let Some(own) = became.dimensions.get(dimension as usize).and_then(|own| own.first()) else {
                return Vec::new();
            };
            let members = became.members.get(dimension as usize).and_then(|members| members.get(member as usize));
            of(members, &|number| Key::Member(*own, number))
        }
    }
}

/// What links something with the revision before. `goes_on`: it is of a series that was there.
fn bond((old, plan): (&Plan, &Plan), lineage: &Lineage, key: Key, ancestry: &Ancestry, goes_on: bool) -> Bond {
    let name = |number: u32| alike(number, key, lineage).map(|key| address(old, key));
    let from: Vec<String> = ancestry.from.iter().filter_map(|number| name(*number)).collect();
    let is_same = from.as_slice() == [address(plan, key)];
    let (kind, with) = match ancestry.split {
        Some(whole) => (BondKind::Split, name(whole).into_iter().collect()),
        None if from.len() > 1 => (BondKind::Merged, from),
        None if !goes_on => (BondKind::Added, Vec::new()),
        None if ancestry.broken => (BondKind::Broken, if is_same { Vec::new() } else { from }),
        None if is_same => (BondKind::Same, Vec::new()),
        None => (BondKind::Continued, from),
    };
    Bond { kind, with, because: because(plan, ancestry.link) }
}

fn because(plan: &Plan, link: Option<u32>) -> Option<Texts> {
    plan.predecessor.as_ref()?.links.get(link? as usize)?.because.clone()
}

/// Why something is gone, as is said of it or of what it stood beneath.
fn gone(plan: &Plan, address: &str) -> Option<Texts> {
    let links = &plan.predecessor.as_ref()?.links;
    let said = |address: &str| {
        let mut gone = links.iter().filter(|link| link.kind == LinkKind::Gone);
        gone.find(|link| link.from.iter().any(|from| from == address)).map(|link| link.because.clone())
    };
    let mut at = address;
    loop {
        if let Some(because) = said(at) {
            return because;
        }
        match (at.split_once('['), at.rsplit_once('.')) {
            (Some((dimension, _)), _) => return said(&format!("{dimension}[]")).flatten(),
            (None, Some((above, _))) => at = above,
            (None, None) => return None,
        }
    }
}
