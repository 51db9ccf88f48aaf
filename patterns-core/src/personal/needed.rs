//! Whose key a value needs.

use super::{
    PersonalError, Subject,
    cipher::Place,
    keyed::{Held, Mode},
    scope::{failed, with_keyed},
};

/// What serde is told outside of any scope.
pub(super) const OUTSIDE: &str = "personal data is written and read by a database with keys, and by nothing else; \
                                  take it out with `get()` where it is to be seen";

/// Whose key is needed, and for which stream.
pub(super) struct Needed {
    pub(super) mode: Mode,
    stream: Subject,
    pub(super) subject: Subject,
}

impl Needed {
    /// For a value that says `subject`; `None` outside of a database.
    pub(super) fn by(subject: Option<&Subject>) -> Option<Self> {
        with_keyed(|keyed| {
            let keyed = keyed?;
            let (stream, subject) = keyed.resolved(subject);
            Some(Self { mode: keyed.mode, stream, subject })
        })
    }

    /// The subject, unless it is the stream itself.
    pub(super) fn named(&self) -> Option<&Subject> {
        Some(&self.subject).filter(|subject| **subject != self.stream)
    }

    pub(super) fn place(&self) -> Place<'_> {
        Place { stream: &self.stream, subject: &self.subject }
    }

    /// What is known of the key; `None` notes that it is wanted.
    pub(super) fn held(&self) -> Option<Held> {
        with_keyed(|keyed| keyed?.key(&self.subject))
    }

    /// That the key cannot be used.
    pub(super) fn failed(&self, held: Held) -> PersonalError {
        let subject = self.subject.clone();
        failed(match held {
            Held::Failed(cause) => PersonalError::Keys { subject, cause },
            Held::NoStore => PersonalError::NoKeys { subject },
            Held::Destroyed => PersonalError::Forgotten { subject },
            Held::Missing | Held::Key(_) => PersonalError::KeyMissing { subject },
        })
    }
}
