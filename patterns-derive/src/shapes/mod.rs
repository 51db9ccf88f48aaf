//! What stored fields look like, as far as the source and serde's attributes tell: shared by events and `#[derive(Shape)]`.

mod fields;
mod names;
mod rename;
mod serde_options;
mod types;

pub(crate) use fields::{Fields, Together, names_types, self_type};
pub(crate) use names::Names;
pub(crate) use rename::Rule;
pub(crate) use serde_options::{Both, SerdeOptions};
pub(crate) use types::text;
