//! What every macro shares in reading its input: errors, options, quantities, and a forgiving view of `impl` blocks.

mod borrows;
mod errors;
mod function;
mod impl_block;
mod krate;
mod listed;
mod options;
mod quantity;
mod serde;
mod stored_name;
mod suggest;

pub(crate) use self::serde::{check_stored_field, serde_keys};
pub(crate) use borrows::borrows;
pub(crate) use errors::Errors;
pub(crate) use function::{Function, NoFunction};
pub(crate) use impl_block::{ImplBlock, Item, Method};
pub(crate) use krate::CratePath;
pub(crate) use listed::{is_last, listed};
pub(crate) use options::{Group, OptionReader, Options, Slot, Value, takes_nothing};
pub(crate) use quantity::{Bound, bound, duration, percent};
pub(crate) use stored_name::check_stored_name;
pub(crate) use suggest::{enumerate, nearest};
