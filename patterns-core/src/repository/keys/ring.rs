//! The keys of a database, and those that one operation has come to need.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use crate::{
    event::{DecodeError, EncodeError, Event, EventData, StreamId, decode},
    personal::{Held, KeyState, KeyStore, Keyed, Mode, PersonalError, Subject, trouble},
};

/// Where a database has its keys from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    store: Option<Arc<dyn KeyStore>>,
    /// How often somebody was forgotten through this database.
    forgets: Arc<AtomicU64>,
}

/// A moment before or after somebody was forgotten.
#[derive(Clone, Copy)]
pub(crate) struct Since(u64);

impl Keys {
    pub(super) fn of(store: Arc<dyn KeyStore>) -> Self {
        Self { store: Some(store), forgets: Arc::default() }
    }

    pub(super) const fn store(&self) -> Option<&Arc<dyn KeyStore>> {
        self.store.as_ref()
    }

    /// No keys yet, for what is to be read from `stream` or written to it.
    pub(crate) fn ring(&self, stream: &StreamId) -> Ring {
        Ring { keys: self.clone(), keyed: Keyed::new(stream.into()) }
    }

    pub(crate) fn since(&self) -> Since {
        Since(self.forgets.load(Ordering::SeqCst))
    }

    /// Whether nobody was forgotten since then, so that what was read then may be shared.
    pub(crate) fn unforgotten(&self, since: Since) -> bool {
        self.since().0 == since.0
    }

    pub(super) fn note_forgotten(&self) {
        self.forgets.fetch_add(1, Ordering::SeqCst);
    }

    async fn held(&self, mode: Mode, subject: &Subject) -> Held {
        let Some(store) = &self.store else { return Held::NoStore };
        let found = match mode {
            Mode::Reading => store.find(subject).await,
            Mode::Writing => store.create(subject).await,
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
    keyed: Keyed,
}

impl Ring {
    /// Does `work`, which decodes; again and again, until it has all keys that it needs. What it has done already it must not do twice.
    pub(crate) async fn reading<R: Send>(&mut self, work: impl FnMut(&Codec) -> R + Send) -> R {
        self.with_keys(Mode::Reading, work).await
    }

    /// Does `work`, which encodes; again and again, until it has all keys that it needs. Who has none yet gets one.
    pub(crate) async fn writing<R: Send>(&mut self, work: impl FnMut(&Codec) -> R + Send) -> R {
        self.with_keys(Mode::Writing, work).await
    }

    async fn with_keys<R>(&mut self, mode: Mode, mut work: impl FnMut(&Codec) -> R) -> R {
        loop {
            let (result, wanted) = self.keyed.run(mode, || work(&Codec(())));
            if wanted.is_empty() {
                return result;
            }
            drop(result);
            for subject in wanted {
                let held = self.keys.held(mode, &subject).await;
                self.keyed.held.insert(subject, held);
            }
        }
    }

    /// Whether all keys that something was recorded with are there still. Otherwise somebody was forgotten between the two questions, perhaps by
    /// another process, and what was recorded in between cannot be read.
    pub(crate) async fn confirm(self) -> Result<(), Box<PersonalError>> {
        for (subject, held) in self.keyed.held {
            let Held::Key(used) = held else { continue };
            match self.keys.held(Mode::Writing, &subject).await {
                Held::Key(key) if key.is(&used) => {}
                Held::Key(_) => return Err(PersonalError::Undecipherable { subject }.into()),
                Held::Destroyed => return Err(PersonalError::Forgotten { subject }.into()),
                Held::Failed(cause) => return Err(PersonalError::Keys { subject, cause }.into()),
                Held::Missing | Held::NoStore => {
                    return Err(PersonalError::KeyMissing { subject }.into());
                }
            }
        }
        Ok(())
    }
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
