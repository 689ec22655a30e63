//! Behaviour of the whole front end, with the expectations inside the fixtures.

mod blocked;
mod bytes;
mod catalogue;
mod checks;
mod checks_of_dimensions;
mod codes;
mod editor;
mod expressions;
mod figures;
pub(crate) mod fixture;
mod idle_checks;
mod lineage;
mod messages;
mod model;
mod names;
mod notes;
mod ordered;
mod places;
mod prior;
mod real_form;
mod relations;
mod render;
mod rows;
mod shape;
mod slips;
mod states;
mod texts;
