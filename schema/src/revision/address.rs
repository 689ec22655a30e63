//! What the addresses of `changes` name.

use super::nodes::{Kind, Nodes, spelt};
use crate::diagnostic::{Code, Diagnostic};
use crate::suggest::Effort;
use crate::yaml::Scalar;

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Node(usize),
    /// A check of a node, by its id.
    Check {
        node: usize,
        id: String,
    },
}

/// Looks addresses up in the base.
pub(super) struct Addresses<'a> {
    pub(super) nodes: &'a Nodes,
    /// Name of the base's revision.
    pub(super) revision: &'a str,
    pub(super) effort: Effort,
}

impl Addresses<'_> {
    /// What the key of a change names.
    pub(super) fn target(&self, said: &Scalar) -> Result<Target, Box<Diagnostic>> {
        let Some((of, id)) = said.text.split_once(':') else { return self.node(said).map(Target::Node) };
        let of = if of.is_empty() { "." } else { of };
        let node = self.find(said, of)?;
        Ok(Target::Check { node, id: id.to_owned() })
    }

    /// The node that an address names.
    pub(super) fn node(&self, said: &Scalar) -> Result<usize, Box<Diagnostic>> {
        self.find(said, &said.text)
    }

    /// The node at an address, which begins `said`.
    fn find(&self, said: &Scalar, address: &str) -> Result<usize, Box<Diagnostic>> {
        let address = spelt(address);
        match address.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((of, member)) => self.of_dimension(said, of, member),
            None => self.nodes.at_home(&address).ok_or_else(|| Box::new(self.unknown(said, &address))),
        }
    }

    /// `x[member]` or `x[]`, where `x` is an item or a dimension. An item wins over a dimension of its name.
    fn of_dimension(&self, said: &Scalar, of: &str, member: &str) -> Result<usize, Box<Diagnostic>> {
        let item = self.nodes.at_home(of).filter(|at| matches!(self.nodes.kind(*at), Some(Kind::Item | Kind::Root)));
        let by = item.map(|item| self.nodes.by(item)).unwrap_or_default();
        let mut found: Vec<(String, usize)> = Vec::new();
        for dimension in by {
            let address = format!("{dimension}[{member}]");
            found.extend(self.nodes.at_home(&address).map(|at| (address, at)));
        }
        if found.is_empty() {
            found.extend(self.nodes.at_home(&format!("{of}[{member}]")).map(|at| (String::new(), at)));
        }
        match found.as_slice() {
            [(_, at)] => Ok(*at),
            [(first, _), (second, _), ..] => Err(Box::new(
                Diagnostic::new(
                    Code::UnknownInBase,
                    format!("`{}` may be `{first}` or `{second}`", said.text),
                    said.span,
                    "not one alone",
                )
                .help(format!("begin with the dimension: `{first}`")),
            )),
            [] => Err(Box::new(self.unknown(said, &format!("{of}[{member}]")))),
        }
    }

    fn unknown(&self, said: &Scalar, address: &str) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(
            Code::UnknownInBase,
            format!("revision `{}` has no `{address}`", self.revision),
            said.span,
            "not in the form before",
        );
        // The longest beginning that leads somewhere tells where the name fails.
        let mut begin = address;
        let mut above = None;
        while let Some((shorter, _)) = begin.rsplit_once(['.', '[']) {
            begin = shorter;
            above = self.nodes.at_home(begin).or_else(|| self.nodes.at_home(&format!("{begin}[]")));
            if above.is_some() {
                break;
            }
        }
        if let Some(place) = above.and_then(|above| self.nodes.id_scalar(above)) {
            diagnostic = diagnostic.also(place.span, format!("`{begin}` has none of this name"));
        }
        match self.effort.nearest_address(address, || self.nodes.homes()) {
            Some(near) => {
                let rest = said.text.find(':').map(|at| said.text.get(at..).unwrap_or_default()).unwrap_or_default();
                let near = format!("{near}{rest}");
                diagnostic.replace(format!("did you mean `{near}`?"), said.span, near)
            }
            None => diagnostic.help(
                "write an address of the form before: `requests.received`, `header.compiler`, `applicant[]`, \
                 `applicant[enterprise]`, `requests:balance` for a check, `.` for the root",
            ),
        }
    }

    /// The node that an address names, in the base or, where that has none, among what is there now.
    pub(super) fn node_or_new(&self, said: &Scalar) -> Result<usize, Box<Diagnostic>> {
        let failed = match self.node(said) {
            Ok(found) => return Ok(found),
            Err(failed) => failed,
        };
        let address = spelt(&said.text);
        if let Some((dimension, member)) = address.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            let found = self.nodes.at_home(&format!("{dimension}[]")).and_then(|at| self.member(at, member));
            return found.ok_or(failed);
        }
        // The longest beginning that the base has, then down what is there now.
        let mut split = address.len();
        loop {
            let (begin, rest) = address.split_at_checked(split).unwrap_or(("", ""));
            let start = if begin.is_empty() { Some(super::nodes::ROOT) } else { self.nodes.at_home(begin) };
            if let Some(start) = start {
                let mut steps = rest.split('.').filter(|step| !step.is_empty());
                let found = steps.try_fold(start, |at, step| self.nodes.child(at, step));
                if let Some(found) = found {
                    return Ok(found);
                }
            }
            if begin.is_empty() {
                return Err(failed);
            }
            split = begin.rfind('.').unwrap_or(0);
        }
    }

    /// A member of this id beneath a dimension, through headings.
    pub(super) fn member(&self, dimension: usize, id: &str) -> Option<usize> {
        let mut open = vec![dimension];
        while let Some(at) = open.pop() {
            for child in self.nodes.get(at)?.children.iter().copied() {
                if self.nodes.id(child).as_deref() == Some(id) {
                    return Some(child);
                }
                open.push(child);
            }
        }
        None
    }
}
