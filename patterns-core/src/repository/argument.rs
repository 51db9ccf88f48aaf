//! What a command may take.

/// The type of an argument of a command: every type that is `Clone`, `Send` and `Sync`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an argument of a command",
    label = "not `Clone`, `Send` and `Sync`",
    note = "a command runs again when another writer was faster, so it needs its arguments more than once, on any thread",
    note = "derive `Clone`, or pass an `Arc` of it"
)]
pub trait Argument: Sized {
    /// The argument for one more run.
    #[must_use]
    fn again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync> Argument for T {
    fn again(&self) -> T {
        self.clone()
    }
}
