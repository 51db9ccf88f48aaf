//! Commands: decide on the state, record, try again after a conflict.

use core::convert::Infallible;

use super::{
    Attempts, CommandError, Committed, Contended, End, Handle, Outcome, Recorded,
    encoding::Encoded,
    framework::is_closed,
    loaded::Loaded,
    once::{Repeated, Search},
    state::Cached,
};
use crate::{
    aggregate::{Apply, Decision},
    event::EventData,
    store::{Append, AppendError, Appended, Conflict, ExpectedVersion},
};

impl<A: Apply> Handle<A> {
    /// Records what `decide` answers about the current state, and answers what was recorded.
    ///
    /// When somebody else records an event in between, `decide` is asked again about the newer state, as often and with such
    /// pauses as the database's [`RetryPolicy`](super::RetryPolicy) says. It should therefore do nothing but decide.
    ///
    /// # Errors
    /// [`CommandError::Rejected`] with the refusal of `decide`; [`CommandError::Closed`] when nothing can be recorded any more; otherwise what
    /// went wrong with the store or the events.
    pub async fn update<D: Decision<A::Event>>(
        &self,
        decide: impl Fn(&A) -> D + Send + Sync,
    ) -> Outcome<A, D> {
        let (mut loaded, may_be_old) = self.known().await?;
        let outcome = self.update_loaded(&mut loaded, may_be_old, decide).await;
        loaded.hand_over(&self.db, &self.stream);
        outcome
    }

    async fn update_loaded<D: Decision<A::Event>>(
        &self,
        loaded: &mut Loaded<A>,
        mut may_be_old: bool,
        decide: impl Fn(&A) -> D + Send + Sync,
    ) -> Outcome<A, D> {
        let mut search = Search::default();
        let mut verified = self.states.is_none();
        let mut attempts = Attempts::of(&self.db);
        loop {
            if let Some(repeated) = search.find(self, loaded.version).await? {
                return self.repeated(repeated);
            }
            if loaded.closed {
                return Err(self.closed());
            }
            let decision = decide(&loaded.state).events();
            if !verified && !matches!(&decision, Ok(events) if !events.is_empty()) {
                // A refusal must rest on what is recorded, not on what is cached.
                (verified, may_be_old) = (true, false);
                if self.catch_up(loaded).await? {
                    continue;
                }
            }
            if !matches!(&decision, Ok(events) if !events.is_empty()) {
                self.seen.note(&self.stream, loaded.version);
            }
            let events = decision.map_err(CommandError::Rejected)?;
            if events.is_empty() {
                return Ok(Committed { events, version: loaded.version, position: None });
            }
            let conflict = match self.commit(loaded, events).await? {
                Ok(committed) => return Ok(committed),
                Err(conflict) => conflict,
            };
            let actual = conflict.actual;
            if std::mem::take(&mut may_be_old) {
                // What was cached may have been outdated before the command came: nobody was faster than it.
                attempts.not_counting(&conflict);
            } else if let Err(contended) = attempts.again_after(conflict).await {
                return self.gave_up(search, contended).await;
            }
            self.catch_up_with(loaded, actual).await?;
        }
    }

    /// Records facts that need no decision, whatever the state is. The state is not loaded.
    ///
    /// # Errors
    /// [`CommandError::Closed`] when nothing can be recorded any more; [`CommandError::Contended`] when others were faster every time, as often as the
    /// database's [`RetryPolicy`](super::RetryPolicy) says; otherwise when an event cannot be encoded, or the store does not append.
    pub async fn record<D>(&self, events: D) -> Outcome<A, D>
    where
        D: Decision<A::Event, Error = Infallible>,
    {
        let events = events.events().map_err(CommandError::Rejected)?;
        let (mut search, mut attempts) = (Search::default(), Attempts::of(&self.db));
        loop {
            let End { head, last } = self.end().await?;
            if let Some(repeated) = search.find(self, head).await? {
                return self.repeated(repeated);
            }
            self.seen.note(&self.stream, head);
            if last.as_ref().is_some_and(is_closed) {
                return Err(self.closed());
            }
            if events.is_empty() {
                return Ok(Committed { events, version: head, position: None });
            }
            let Encoded { data, decoded, recorded, keys } = self.encode(&events).await?;
            let (left, expected) = (self.cached_with(decoded, &keys), ExpectedVersion::Exact(head));
            let conflict = match self.append(data, expected, left).await? {
                Ok(Appended { position, .. }) => {
                    self.confirm(keys).await?;
                    let version = head + events.len() as u64;
                    self.hand_over_cached(version);
                    let events = recorded.unwrap_or(events);
                    return Ok(Committed { events, version, position: Some(position) });
                }
                Err(conflict) => conflict,
            };
            if let Err(contended) = attempts.again_after(conflict).await {
                return self.gave_up(search, contended).await;
            }
        }
    }

    /// What is answered to a command that was carried out before.
    fn repeated<X>(
        &self,
        repeated: Repeated<A::Event>,
    ) -> Result<Committed<A::Event>, CommandError<X>> {
        let Repeated { events, version, position } = repeated;
        self.seen.note(&self.stream, version);
        let events: Option<_> = events.into_iter().map(Recorded::into_event).collect();
        match events {
            Some(events) => Ok(Committed { events, version, position: Some(position) }),
            None => Err(self.reused()),
        }
    }

    /// The last conflict may have been with the command itself, sent twice.
    async fn gave_up<X>(
        &self,
        mut search: Search,
        contended: Contended,
    ) -> Result<Committed<A::Event>, CommandError<X>> {
        self.outdate(contended.conflict.actual);
        match search.find(self, contended.conflict.actual).await? {
            Some(repeated) => self.repeated(repeated),
            None => Err(contended.into()),
        }
    }

    /// The identifier stands for something else already.
    pub(super) fn reused<X>(&self) -> CommandError<X> {
        let command = self.metadata.command.clone().unwrap_or_default();
        CommandError::Reused { stream: self.stream.clone(), command }
    }

    /// The end of the stream as the store has it.
    pub(super) async fn end<X>(&self) -> Result<End, CommandError<X>> {
        self.source().end().await.map_err(|cause| CommandError::Load(cause.into()))
    }

    pub(super) fn closed<X>(&self) -> CommandError<X> {
        CommandError::Closed { stream: self.stream.clone() }
    }

    /// `left` is the state after the events, given the version of the stream; asked for once they are recorded, if the type is cached.
    pub(super) async fn append<X>(
        &self,
        events: Vec<EventData>,
        expected: ExpectedVersion,
        left: impl FnOnce(u64) -> Option<Cached<A>> + Send + 'static,
    ) -> Result<Result<Appended, Conflict>, CommandError<X>> {
        let entry = Append { stream: self.stream.clone(), expected, events };
        let keys = self.db.keys.clone();
        // What was read before somebody was forgotten must not be cached after.
        let shareable = move |cached: &Cached<A>| keys.unforgotten(&cached.provenance);
        let left = move |version| left(version).filter(shareable);
        let appended = match &self.states {
            None => self.db.store.append(vec![entry]).await,
            Some(states) => self.append_and_publish(states, entry, left).await,
        };
        match appended {
            Ok(appended) => Ok(Ok(appended)),
            Err(AppendError::Conflict(conflict)) => Ok(Err(conflict)),
            Err(cause) => {
                let (stream, cause) = (self.stream.clone(), Box::new(cause));
                Err(CommandError::Append { stream, cause })
            }
        }
    }

    /// Appends `events` to the version that was loaded.
    async fn commit<X>(
        &self,
        loaded: &mut Loaded<A>,
        events: Vec<A::Event>,
    ) -> Result<Result<Committed<A::Event>, Conflict>, CommandError<X>> {
        let Encoded { data, decoded, recorded, keys } = self.encode(&events).await?;
        let attempt = loaded.attempt(decoded, &keys);
        let shared = attempt.shared(&loaded.provenance);
        let expected = ExpectedVersion::Exact(loaded.version);
        let Appended { position, .. } = match self.append(data, expected, |_| shared).await? {
            Ok(appended) => appended,
            Err(conflict) => return Ok(Err(conflict)),
        };
        self.confirm(keys).await?;
        let version = loaded.version + events.len() as u64;
        loaded.advance(attempt, version);
        let events = recorded.unwrap_or(events);
        Ok(Ok(Committed { events, version, position: Some(position) }))
    }
}
