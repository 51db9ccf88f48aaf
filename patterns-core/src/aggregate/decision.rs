//! What a command may answer.

use core::convert::Infallible;

use crate::event::Event;

/// What a command may return: an event, an `Option`, a `Vec` or an array of events, or a `Result` of one of these.
#[diagnostic::on_unimplemented(
    message = "a command cannot return `{Self}`",
    label = "not a decision about `{E}`",
    note = "return `{E}`, `Option<{E}>`, `Vec<{E}>`, `[{E}; N]`, or a `Result` of one of these",
    note = "a method that records nothing belongs into a plain `impl` block, outside `#[commands]`"
)]
pub trait Decision<E> {
    /// Why a command may refuse; `Infallible` when it never does.
    type Error;

    /// The events to record, in order.
    ///
    /// # Errors
    /// The refusal of the command.
    fn events(self) -> Result<Vec<E>, Self::Error>;
}

#[diagnostic::do_not_recommend]
impl<E: Event> Decision<E> for E {
    type Error = Infallible;

    fn events(self) -> Result<Vec<E>, Infallible> {
        Ok(vec![self])
    }
}

macro_rules! collections {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl<E: Event, $($generics)*> Decision<E> for $type {
            type Error = Infallible;

            fn events(self) -> Result<Vec<E>, Infallible> {
                Ok(self.into_iter().collect())
            }
        }
    )*};
}

collections!([] Option<E>, [] Vec<E>, [const N: usize] [E; N]);

#[diagnostic::do_not_recommend]
impl<E: Event, D: Decision<E, Error = Infallible>, X> Decision<E> for Result<D, X> {
    type Error = X;

    fn events(self) -> Result<Vec<E>, X> {
        self.map(|decision| match decision.events() {
            Ok(events) => events,
            Err(never) => match never {},
        })
    }
}
