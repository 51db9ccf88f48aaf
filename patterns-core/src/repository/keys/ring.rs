//! The keys of a database, and those that one operation has come to need.

use std::{
    collections::HashSet,
    iter::empty,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use futures_util::future::join_all;

use super::Provenance;
use crate::{
    event::{DecodeError, EncodeError, Event, EventData, StreamId, decode},
    personal::{
        Held, KeyDigest, KeyState, KeyStore, Keyed, Mode, PersonalError, Subject, SubjectId,
        SubjectKey, trouble,
    },
};

/// So many keys are asked for at the same time.
const TOGETHER: usize = 64;

/// Where a database has its keys from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    store: Option<Arc<dyn KeyStore>>,
    /// How often somebody was forgotten through this database.
    forgets: Arc<AtomicU64>,
    /// Who was refused because of being forgotten.
    refused: Arc<Mutex<HashSet<SubjectId>>>,
}

/// A moment before or after somebody was forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Since(u64);

impl Keys {
    pub(super) fn of(store: Arc<dyn KeyStore>) -> Self {
        Self { store: Some(store), ..Self::default() }
    }

    pub(super) const fn store(&self) -> Option<&Arc<dyn KeyStore>> {
        self.store.as_ref()
    }

    /// No keys yet, for what is to be read from `stream` or written to it.
    pub(crate) fn ring(&self, stream: &StreamId) -> Ring {
        let (keys, since, keyed) = (self.clone(), self.since(), Keyed::new(stream.into()));
        Ring { keys, since, keyed, passing: Vec::new() }
    }

    pub(super) fn since(&self) -> Since {
        Since(self.forgets.load(Ordering::SeqCst))
    }

    /// Whether nobody was forgotten since the first of it was read, so that it may be shared.
    pub(crate) fn unforgotten(&self, provenance: &Provenance) -> bool {
        self.since() == provenance.since()
    }

    /// Whether all keys that it took are there, the same as then.
    pub(super) async fn has_all_of(&self, provenance: &Provenance) -> bool {
        let subjects: Vec<_> = provenance.keys().map(|(subject, _)| subject.clone()).collect();
        let held = self.all_held(Mode::Reading, &subjects).await;
        let is_same = |held: &Held, used| matches!(held, Held::Key(key) if key.digest() == used);
        held.iter().zip(provenance.keys()).all(|(held, (_, used))| is_same(held, *used))
    }

    /// Whether it is the first time that this subject is refused.
    pub(super) fn is_refused_first(&self, subject: &Subject) -> bool {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner).insert(subject.id())
    }

    pub(super) fn note_forgotten(&self) {
        self.forgets.fetch_add(1, Ordering::SeqCst);
    }

    /// What is known of the keys of `subjects`, in their order.
    async fn all_held(&self, mode: Mode, subjects: &[Subject]) -> Vec<Held> {
        let mut all = Vec::with_capacity(subjects.len());
        for together in subjects.chunks(TOGETHER) {
            all.extend(join_all(together.iter().map(|subject| self.held(mode, subject))).await);
        }
        all
    }

    async fn held(&self, mode: Mode, subject: &Subject) -> Held {
        let Some(store) = &self.store else { return Held::NoStore };
        let found = match mode {
            Mode::Reading | Mode::Stamping => store.find(subject).await,
            Mode::Writing => store.create(subject).await,
            Mode::Keeping => match store.find(subject).await {
                // Of a value that was never encrypted: code has made it.
                Ok(KeyState::Unknown) => store.create(subject).await,
                found => found,
            },
        };
        match found {
            Ok(KeyState::Known(key)) => Held::Key(key),
            Ok(KeyState::Destroyed) => Held::Destroyed,
            Ok(KeyState::Unknown) => Held::Missing,
            Err(cause) => Held::Failed(cause),
        }
    }
}

/// The keys that one operation on one stream has come to need. They go with it.
pub(crate) struct Ring {
    keys: Keys,
    /// Before any key was asked for.
    since: Since,
    keyed: Keyed,
    /// Whose keys could not be had, which the next work does not put up with.
    passing: Vec<Subject>,
}

/// So many passes are made for a value, or for each of several that are read: it names all whom it is about in a few, if it is about the same
/// every time.
const PASSES: usize = 16;

impl Ring {
    pub(super) const fn since(&self) -> Since {
        self.since
    }

    /// Whose keys were there, and which.
    pub(super) fn used(&self) -> impl Iterator<Item = (Subject, KeyDigest)> {
        self.keyed.held.iter().filter_map(|(subject, held)| match held {
            Held::Key(key) => Some((subject.clone(), key.digest())),
            _ => None,
        })
    }

    /// Lets go of all keys if somebody was forgotten since the first was asked for.
    pub(crate) fn renew(&mut self) {
        if self.since != self.keys.since() {
            self.since = self.keys.since();
            self.keyed.held.clear();
        }
    }

    /// Does `work`, which decodes; again and again, until it has all keys that it needs. What it has done already it must not do twice.
    pub(crate) async fn reading<R: Send>(&mut self, work: impl FnMut(&Codec) -> R + Send) -> R {
        self.reading_of(empty(), work).await
    }

    /// As [`reading`](Self::reading), where `work` decodes what is `stored`: as soon as it needs a key, all that are named there are asked for together.
    pub(crate) async fn reading_of<'a, R: Send>(
        &mut self,
        stored: impl Iterator<Item = &'a [u8]> + Send,
        work: impl FnMut(&Codec) -> R + Send,
    ) -> R {
        self.with_keys(Mode::Reading, stored, work).await
    }

    /// Does `work`, which encodes; again and again, until it has all keys that it needs. Who has none yet gets one.
    /// What is about somebody else every time is refused.
    pub(crate) async fn writing<R: Send>(&mut self, work: impl FnMut(&Codec) -> R + Send) -> R {
        self.with_keys(Mode::Writing, empty(), work).await
    }

    /// Does `work`, which encodes a state that was read before; again and again, until it has all keys that it needs. Who was forgotten
    /// since is forgotten in it.
    pub(crate) async fn keeping<R: Send>(&mut self, work: impl FnMut(&Codec) -> R + Send) -> R {
        self.with_keys(Mode::Keeping, empty(), work).await
    }

    async fn with_keys<'a, R: Send>(
        &mut self,
        mode: Mode,
        mut stored: impl Iterator<Item = &'a [u8]> + Send,
        mut work: impl FnMut(&Codec) -> R + Send,
    ) -> R {
        self.ask_again();
        let (mut pass, mut most) = (0, PASSES);
        loop {
            pass += 1;
            self.keyed.complete = pass > most;
            let (result, mut wanted) = self.keyed.run(mode, || work(&Codec(())));
            if wanted.is_empty() {
                return result;
            }
            drop(result);
            // Walked once: there is nothing left of it the next time.
            for stored in stored.by_ref() {
                wanted.extend(self.keyed.unknown_in(stored));
                most += PASSES;
            }
            self.ask(mode, wanted.into_iter().collect()).await;
        }
    }

    async fn ask(&mut self, mode: Mode, wanted: Vec<Subject>) {
        let held = self.keys.all_held(mode, &wanted).await;
        for (subject, held) in wanted.into_iter().zip(held) {
            if !matches!(held, Held::Key(_) | Held::Destroyed) {
                self.passing.push(subject.clone());
            }
            self.keyed.held.insert(subject, held);
        }
    }

    /// Keys that could not be had may be had now.
    fn ask_again(&mut self) {
        for subject in self.passing.drain(..) {
            self.keyed.held.remove(&subject);
        }
    }

    /// Whether it has come to need any.
    pub(crate) fn is_used(&self) -> bool {
        !self.keyed.held.is_empty()
    }

    /// Whether all keys that something was recorded with are there still. Otherwise somebody was forgotten between the two questions, perhaps by
    /// another process, and what was recorded in between cannot be read.
    pub(crate) async fn confirm(self) -> Result<(), Box<PersonalError>> {
        let used = self.keyed.held.into_iter().filter_map(|(subject, held)| match held {
            Held::Key(key) => Some((subject, key)),
            _ => None,
        });
        let (subjects, used): (Vec<_>, Vec<_>) = used.unzip();
        let held = self.keys.all_held(Mode::Writing, &subjects).await;
        for ((subject, used), held) in subjects.into_iter().zip(used).zip(held) {
            still_there(subject, &used, held)?;
        }
        Ok(())
    }
}

fn still_there(subject: Subject, used: &SubjectKey, held: Held) -> Result<(), Box<PersonalError>> {
    Err(Box::new(match held {
        Held::Key(key) if key.is(used) => return Ok(()),
        Held::Key(_) => PersonalError::Undecipherable { subject },
        Held::Destroyed => PersonalError::Forgotten { subject },
        Held::Failed(cause) => PersonalError::Keys { subject, cause },
        Held::Missing | Held::NoStore => PersonalError::KeyMissing { subject },
    }))
}

/// Stands for being within reach of the keys. Whatever is decoded or encoded there is to be taken through it, because an impl of serde may have
/// swallowed what went wrong.
pub(crate) struct Codec(());

impl Codec {
    pub(crate) fn decode<E: Event>(&self, data: &EventData) -> Result<E, DecodeError> {
        self.decoded(decode(data))
    }

    pub(crate) fn decoded<R>(&self, decoded: Result<R, DecodeError>) -> Result<R, DecodeError> {
        self.sure(decoded).unwrap_or_else(|error| Err(DecodeError::Personal(error)))
    }

    pub(crate) fn encoded<R>(&self, encoded: Result<R, EncodeError>) -> Result<R, EncodeError> {
        self.sure(encoded).unwrap_or_else(|error| Err(EncodeError::Personal(error)))
    }

    /// The result, unless it is worth nothing.
    pub(crate) fn sure<R>(&self, result: R) -> Result<R, Box<PersonalError>> {
        trouble().map_or(Ok(result), |error| Err(error.into()))
    }
}
