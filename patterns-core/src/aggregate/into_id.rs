//! What may be given where an identity is asked for.

/// A value that stands for an identity of the type `Id`: the identity itself, a `&str` for a `String`, a tuple for a key of several fields.
///
/// Not `Into`: from a bare `7` the compiler could not tell which integer is meant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the identity asked for, which is a `{Id}`",
    label = "not a `{Id}`",
    note = "a key of several fields takes a tuple of them, in the order of the struct"
)]
pub trait IntoId<Id> {
    /// The identity.
    fn into_id(self) -> Id;
}

impl<T> IntoId<T> for T {
    fn into_id(self) -> T {
        self
    }
}

impl IntoId<String> for &str {
    fn into_id(self) -> String {
        self.into()
    }
}
