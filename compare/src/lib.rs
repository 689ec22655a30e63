//! Revisions of a form beside one another: what changed, whom it breaks, and which figures are one series.
//!
//! Everything here is made from plans and from nothing else, so that it can be had of published forms as well. There is no
//! IO.
