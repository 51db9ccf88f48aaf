//! The keys for one stream, as far as they are known.

use std::collections::{HashMap, HashSet};

use super::{
    KeyError, PersonalError, Subject, SubjectKey,
    ahead::subjects,
    scope::{Entered, Scope, note_trouble},
};

/// Whether a database reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Reading,
    Writing,
    /// A state, of whose subjects some may be forgotten by now.
    Keeping,
    /// In memory, while it reads: what was made is to say whom it is about.
    Stamping,
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

/// What is written wants other keys every time.
#[derive(Debug, thiserror::Error)]
#[error("it is about somebody else every time it is serialized")]
struct Unsteady;

/// The keys for one stream, and what was missing among them.
#[derive(Debug)]
pub(crate) struct Keyed {
    pub(super) mode: Mode,
    /// The stream that is read or written.
    stream: Subject,
    pub(crate) held: HashMap<Subject, Held>,
    /// Whom values are about that do not say it.
    pub(super) about: Option<Subject>,
    /// Whether every part of a value must be read.
    pub(super) strict: bool,
    /// Whether a value was written that reads otherwise than it was.
    pub(super) stamped: bool,
    wanted: HashSet<Subject>,
    /// Whether no other keys will be had.
    pub(crate) complete: bool,
    failure: Option<PersonalError>,
}

impl Keyed {
    /// No keys yet, for the stream of this name.
    pub(crate) fn new(stream: Subject) -> Self {
        let (held, wanted) = (HashMap::new(), HashSet::new());
        Self {
            mode: Mode::Reading,
            stream,
            held,
            about: None,
            strict: false,
            stamped: false,
            wanted,
            complete: false,
            failure: None,
        }
    }

    /// Runs `work` with these keys; answers the subjects whose keys it wanted as well. If there are any, or if there was
    /// [`trouble`](super::trouble), whatever it has answered is worth nothing.
    pub(crate) fn run<R>(&mut self, mode: Mode, work: impl FnOnce() -> R) -> (R, HashSet<Subject>) {
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
        let unsteady = || Held::Failed(KeyError::other("writing personal data", Unsteady));
        let held = self.held.get(subject).cloned().or_else(|| self.complete.then(unsteady));
        if held.is_none() {
            note_trouble();
            self.wanted.insert(subject.clone());
        }
        held
    }

    /// Whose keys will be needed for what is `stored`, as far as nothing is known of them.
    pub(crate) fn unknown_in(&self, stored: &[u8]) -> impl Iterator<Item = Subject> {
        let subjects = subjects(stored).map(|named| named.unwrap_or_else(|| self.stream.clone()));
        subjects.filter(|subject| !self.held.contains_key(subject))
    }

    /// If a key was wanting within a value that was decrypted, those of all its values are.
    pub(super) fn want_all_within(&mut self, value: &[u8]) {
        if !self.wanted.is_empty() {
            let unknown: Vec<_> = self.unknown_in(value).collect();
            self.wanted.extend(unknown);
        }
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
        self.failure.clone().or_else(|| self.wanted.iter().next().map(missing))
    }
}
