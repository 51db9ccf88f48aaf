//! What a load needs of the arguments of a function.

/// The type of an argument that is borrowed: a load gets its own copy of what it borrows.
#[diagnostic::on_unimplemented(
    message = "a load cannot have its own copy of a `{Self}`",
    label = "borrowed from the caller",
    note = "a load outlives the caller that began it: make `{Self}` `Clone`, or pass an `Arc` of it"
)]
pub trait Detach {
    /// The copy.
    type Owned: Send + Sync + 'static;

    /// Copies it.
    fn detach(&self) -> Self::Owned;
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized + ToOwned> Detach for T
where
    T::Owned: Send + Sync + 'static,
{
    type Owned = T::Owned;

    fn detach(&self) -> T::Owned {
        self.to_owned()
    }
}

/// An error that a timeout can become.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say that a load took too long",
    label = "not `From<TimedOut>`",
    note = "with `timeout` a load can fail by taking too long: implement `From<data_patterns::cache::TimedOut>` for `{Self}`"
)]
pub trait FromTimeout {
    /// The error.
    fn from_timeout(timed_out: crate::cache::TimedOut) -> Self;
}

#[diagnostic::do_not_recommend]
impl<E: From<crate::cache::TimedOut>> FromTimeout for E {
    fn from_timeout(timed_out: crate::cache::TimedOut) -> E {
        timed_out.into()
    }
}
