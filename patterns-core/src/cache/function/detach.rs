//! What a load needs of the arguments of a function.

/// The type of an argument of which a load can have its own copy.
#[diagnostic::on_unimplemented(
    message = "a load cannot have its own copy of a `{Self}`",
    label = "not `Clone`, `Send`, `Sync` and `'static`",
    note = "a load outlives the caller that began it: make `{Self}` `Clone`, or pass an `Arc` of it"
)]
pub trait OwnCopy: Sized {
    /// The copy.
    #[must_use]
    fn own_copy(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> OwnCopy for T {
    fn own_copy(&self) -> T {
        self.clone()
    }
}

/// The type of an argument that a sync function takes by value, and of which its key is made as well.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` is needed twice, for the key and for the load",
    label = "not `Clone`",
    note = "take it by reference, or make `{Self}` `Clone`"
)]
pub trait Twice: Sized {
    /// The value once more.
    #[must_use]
    fn again(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Twice for T {
    fn again(&self) -> T {
        self.clone()
    }
}

/// An argument that is borrowed and of which only an owned form can be kept: `str`, slices, paths.
pub trait Detach {
    /// The owned form.
    type Owned: Send + Sync + 'static;

    /// Copies it.
    fn detach(&self) -> Self::Owned;
}

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
