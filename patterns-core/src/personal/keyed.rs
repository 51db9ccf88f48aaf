//! The keys for one stream, as far as they are known.

use std::collections::HashMap;

use super::{
    KeyError, PersonalError, Subject, SubjectKey,
    scope::{Entered, Scope, note_trouble},
};

/// Whether a database reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Reading,
    Writing,
}

/// What was found out about the key of a subject.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    Key(SubjectKey),
    Destroyed,
    Missing,
    Failed(KeyError),
    /// The database has no keys at all.
    NoStore,
}

/// The keys for one stream, and what was missing among them.
#[derive(Debug)]
pub(crate) struct Keyed {
    pub(super) mode: Mode,
    /// The stream that is read or written.
    stream: Subject,
    pub(crate) held: HashMap<Subject, Held>,
    /// Whom values are about that do not say it.
    pub(super) about: Option<Subject>,
    wanted: Vec<Subject>,
    failure: Option<PersonalError>,
}

impl Keyed {
    /// No keys yet, for the stream of this name.
    pub(crate) fn new(stream: Subject) -> Self {
        let (held, wanted) = (HashMap::new(), Vec::new());
        Self { mode: Mode::Reading, stream, held, about: None, wanted, failure: None }
    }

    /// Runs `work` with these keys; answers the subjects whose keys it wanted as well. If there are any, or if there was
    /// [`trouble`](super::trouble), whatever it has answered is worth nothing.
    pub(crate) fn run<R>(&mut self, mode: Mode, work: impl FnOnce() -> R) -> (R, Vec<Subject>) {
        let own = std::mem::replace(self, Self::new(self.stream.clone()));
        let entered = Entered::new(Scope::Keyed(Self { mode, failure: None, ..own }));
        let result = work();
        if let Some(Scope::Keyed(keyed)) = entered.leave() {
            *self = keyed;
        }
        (result, std::mem::take(&mut self.wanted))
    }

    /// What is known of the key of `subject`. If nothing is, that is noted, and the work will be done again.
    pub(super) fn key(&mut self, subject: &Subject) -> Option<Held> {
        let held = self.held.get(subject).cloned();
        if held.is_none() && !self.wanted.contains(subject) {
            note_trouble();
            self.wanted.push(subject.clone());
        }
        held
    }

    /// The stream, and whom a value in it is about that says `subject`.
    pub(super) fn resolved(&self, subject: Option<&Subject>) -> (Subject, Subject) {
        let subject = subject.or(self.about.as_ref()).unwrap_or(&self.stream);
        (self.stream.clone(), subject.clone())
    }

    /// Something is wrong that no key would put right.
    pub(super) fn fail(&mut self, error: PersonalError) {
        self.failure.get_or_insert(error);
    }

    /// What is wrong, or else what is missing.
    pub(super) fn trouble(&self) -> Option<PersonalError> {
        let missing = |subject: &Subject| PersonalError::KeyMissing { subject: subject.clone() };
        self.failure.clone().or_else(|| self.wanted.first().map(missing))
    }
}
