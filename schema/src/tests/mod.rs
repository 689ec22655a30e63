//! Behaviour of the whole front end, with the expectations inside the fixtures.

mod bytes;
mod catalogue;
mod editor;
pub(crate) mod fixture;
mod real_form;
mod render;
mod shape;
