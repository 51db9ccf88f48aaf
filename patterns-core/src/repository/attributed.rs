//! Who does something, and because of what: said on a handle or a session, noted beside every event that is recorded through it.

use std::sync::Arc;

use super::{Handle, HasHandle, Session};
use crate::event::{Cause, Metadata, Timestamp};

macro_rules! attributed {
    ($($(#[$doc:meta])* $method:ident($($argument:ident: $type:ty),*);)*) => {
        impl<A: HasHandle> Handle<A> {
            $(
                $(#[$doc])*
                #[must_use = "the handle itself is left as it was"]
                pub fn $method(&self, $($argument: $type),*) -> A::Handle {
                    self.noting(|metadata| metadata.$method($($argument),*)).into()
                }
            )*
        }

        impl Session {
            $(
                $(#[$doc])*
                #[must_use = "the session itself is left as it was"]
                pub fn $method(&self, $($argument: $type),*) -> Self {
                    self.noting(|metadata| metadata.$method($($argument),*))
                }
            )*
        }
    };
}

attributed! {
    /// The same, with `actor` noted as the one who does what is recorded through it.
    by(actor: impl Into<String>);

    /// The same, with `cause` noted as what causes what is recorded through it: a name, or an event of any aggregate, whose correlation is then
    /// taken over.
    because(cause: impl Into<Cause>);

    /// The same, with what is recorded through it noted as part of whatever is known as `correlation`.
    correlated(correlation: impl Into<String>);

    /// The same, with one more header noted beside what is recorded through it.
    header(name: impl Into<String>, value: impl Into<String>);

    /// The same, with `time` noted as when what is recorded through it occurred: for what is imported, or entered later.
    ///
    /// A timestamp has no moments before 1970: made of an earlier `SystemTime` it is 1970, and a text that says an earlier one is refused.
    occurred(time: impl Into<Timestamp>);
}

impl<A: HasHandle> Handle<A> {
    /// The same, for one command that is known as `id`: if it was carried out before, the answer of then is given again, and nothing is recorded.
    ///
    /// The identifier is recorded with the events of the command, in the same append, and is looked for among the last events of the aggregate:
    /// [`Aggregate::ONCE_WITHIN`](crate::aggregate::Aggregate::ONCE_WITHIN) says how many. A refusal, and a decision to record nothing, leave no
    /// trace and are decided anew.
    ///
    /// The identifier stands for one command: another command under it is taken for a repetition, and answered as the first one was, without an
    /// error. An answer that is given again is the one of then, also if the command was undone since.
    #[must_use = "the handle itself is left as it was"]
    pub fn once(&self, id: impl Into<String>) -> A::Handle {
        self.noting(|metadata| metadata.once(id)).into()
    }

    fn noting(&self, note: impl FnOnce(Metadata) -> Metadata) -> Self {
        let metadata = Arc::new(note(Metadata::clone(&self.metadata)));
        Self { metadata, ..self.clone() }
    }
}

impl Session {
    fn noting(&self, note: impl FnOnce(Metadata) -> Metadata) -> Self {
        let metadata = Arc::new(note(Metadata::clone(&self.metadata)));
        Self { metadata, ..self.clone() }
    }
}
