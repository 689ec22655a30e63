//! Behaviour of the whole front end, with the expectations inside the fixtures.

pub(crate) mod fixture;
mod real_form;
mod render;
mod shape;
