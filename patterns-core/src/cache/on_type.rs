//! `#[cached]` on a type is an option of its derive: without one nothing would read it.

/// A type whose derive has read its `#[cached]`.
#[diagnostic::on_unimplemented(
    message = "nothing reads the `#[cached]` on `{Self}`",
    label = "no derive above",
    note = "on a type `#[cached]` is an option of `#[derive(Aggregate)]` and `#[derive(Entity)]`: write one of them above it"
)]
pub trait ReadsCached {}

/// Compiles where [`ReadsCached`] holds.
pub const fn read_by_a_derive<T: ReadsCached + ?Sized>() {}
