//! Recording framework events: as commands are carried out, only that what is decided on is the end of the stream.

use core::future::Future;

use super::{
    Attempts, CommandError, End, Handle,
    encoding::{cannot_encode, encode_change},
    loaded::Loaded,
    once::{Repeated, Search},
    state::Cached,
};
use crate::{
    aggregate::{Apply, Versioned},
    cache::Freshness,
    event::{FrameworkEvent, RecordedEvent},
    store::{Conflict, ExpectedVersion},
};

/// The state with a framework event, or the conflict that kept it from being recorded.
type Attempted<A, X> = Result<Result<Versioned<A>, Conflict>, CommandError<X>>;

impl<A: Apply> Handle<A> {
    /// Records what `decide` answers about the last event of the stream; answers the state after it.
    ///
    /// # Errors
    /// As [`update`](Self::update).
    pub(crate) async fn record_framework<X, F>(
        &self,
        decide: impl Fn(Option<RecordedEvent>) -> F + Send + Sync,
    ) -> Result<Versioned<A>, CommandError<X>>
    where
        F: Future<Output = Result<Option<FrameworkEvent>, CommandError<X>>> + Send,
    {
        let (mut search, mut attempts) = (Search::default(), Attempts::of(&self.db));
        loop {
            let End { head, last } = self.end().await?;
            if let Some(repeated) = search.find(self, head).await? {
                return self.repeated_framework(&repeated).await;
            }
            if last.as_ref().is_some_and(is_closed) {
                return Err(self.closed());
            }
            let Some(event) = decide(last).await? else { return self.answer(head).await };
            let conflict = match self.try_framework(event, head).await? {
                Ok(state) => return Ok(state),
                Err(conflict) => conflict,
            };
            if let Err(contended) = attempts.again_after(conflict).await {
                let actual = contended.conflict.actual;
                self.outdate(actual);
                // The conflict may have been with the same correction, sent twice.
                return match search.find(self, actual).await? {
                    Some(repeated) => self.repeated_framework(&repeated).await,
                    None => Err(contended.into()),
                };
            }
        }
    }

    async fn repeated_framework<X>(
        &self,
        repeated: &Repeated<A::Event>,
    ) -> Result<Versioned<A>, CommandError<X>> {
        match repeated.events.iter().any(|event| event.event().is_some()) {
            true => Err(self.reused()),
            false => self.answer(repeated.version).await,
        }
    }

    async fn try_framework<X>(&self, event: FrameworkEvent, head: u64) -> Attempted<A, X> {
        // Loaded before it is recorded: what cannot be replayed must not be put in effect.
        let mut loaded = Loaded::after(&self.source(), event.restores().unwrap_or(head)).await?;
        loaded.version = head + 1;
        loaded.closed = event == FrameworkEvent::Closed;
        let encoded = encode_change(&[event], &self.metadata);
        let (data, _) = encoded.map_err(|cause| cannot_encode(&self.stream, cause))?;
        let cached = loaded.into_cached();
        let left = Cached::clone(&cached);
        let expected = ExpectedVersion::Exact(head);
        let appended = self.append(data, expected, |_| Some(left)).await?;
        Ok(appended.map(|_| Versioned::new(cached.state, head + 1, Freshness::Fresh)))
    }

    /// The state after `version`.
    async fn answer<X>(&self, version: u64) -> Result<Versioned<A>, CommandError<X>> {
        let loaded = Loaded::after(&self.source(), version).await?;
        self.seen.note(&self.stream, version);
        Ok(Versioned::new(loaded.state.into_shared(), version, Freshness::Fresh))
    }
}

/// Whether nothing can follow the event.
pub(super) fn is_closed(last: &RecordedEvent) -> bool {
    &*last.data.name == FrameworkEvent::CLOSED
}
