//! What an edit may answer.

use core::convert::Infallible;

/// What a closure that edits a record may return: nothing, or a `Result` of nothing.
#[diagnostic::on_unimplemented(
    message = "an edit cannot return `{Self}`",
    label = "neither `()` nor `Result<(), _>`",
    note = "change the record in place; return `Err(_)` to leave it as it is"
)]
pub trait Change {
    /// Why an edit may refuse; `Infallible` when it never does.
    type Error;

    /// Whether the changed record is to be written.
    ///
    /// # Errors
    /// The refusal of the edit.
    fn accepted(self) -> Result<(), Self::Error>;
}

#[diagnostic::do_not_recommend]
impl Change for () {
    type Error = Infallible;

    fn accepted(self) -> Result<(), Infallible> {
        Ok(())
    }
}

#[diagnostic::do_not_recommend]
impl<X> Change for Result<(), X> {
    type Error = X;

    fn accepted(self) -> Self {
        self
    }
}
