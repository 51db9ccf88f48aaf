//! A state on its way from the store to a decision.

use core::ops::RangeInclusive;
use std::sync::Arc;

use super::{
    Codec, Database, Keys, LoadError, Provenance, ReplayError, Ring,
    in_effect::path,
    snapshots::{Encode, Nearest, Progress, Unusable},
    source::{Source, check_order, failure, framework_event, payloads},
    state::{Cached, Copy, State},
};
use crate::{
    aggregate::{Apply, Snapshots},
    event::{RecordedEvent, StreamId},
    store::StreamPage,
};

/// A fold of committed events.
pub(crate) struct Loaded<A: Apply> {
    pub(super) state: State<A>,
    pub(crate) version: u64,
    /// Whether nothing can follow.
    pub(super) closed: bool,
    /// What is known of the newest snapshot.
    pub(super) progress: Progress,
    /// Events that are recorded and counted in the version, but not applied: only a snapshot would show them.
    unapplied: Vec<A::Event>,
    pub(super) provenance: Provenance,
}

/// A state with events that are not recorded yet.
pub(super) enum Attempt<A: Apply> {
    Done(State<A>),
    /// Applied when it has turned out that somebody wants to see the state.
    Later(Vec<A::Event>),
}

impl<A: Apply> Attempt<A> {
    /// The state, if it is made for others to see.
    pub(super) fn shared(&self, provenance: &Provenance) -> Option<Cached<A>> {
        match self {
            Self::Done(State::Shared(state, _)) => {
                let (state, provenance) = (Arc::clone(state), provenance.clone());
                Some(Cached { state, closed: false, provenance })
            }
            Self::Done(State::Own(_)) | Self::Later(_) => None,
        }
    }
}

impl<A: Apply> Loaded<A> {
    /// Folds the whole stream, from its newest snapshot if that is usable.
    pub(super) async fn load(source: &Source<'_, A>) -> Result<Self, LoadError> {
        let mut loaded = Self::nearest(source, u64::MAX).await;
        let head = loaded.catch_up(source).await?;
        if head < loaded.version { Self::without_snapshots(source, head).await } else { Ok(loaded) }
    }

    /// Folds the stream, which has come to `head`, from its first event: the newest snapshot is ahead of it.
    async fn without_snapshots(source: &Source<'_, A>, head: u64) -> Result<Self, LoadError> {
        source.db.snapshotter.ignored::<A>(source.stream);
        let loaded = Self::after_only(source, head, |_| Ok(true)).await?;
        let progress = loaded.progress.without(Unusable::Ahead);
        Ok(Self { version: head, progress, ..loaded })
    }

    /// A state that the cache shares.
    pub(super) fn shared(cached: Cached<A>, version: u64, copy: Copy<A>) -> Self {
        let Cached { state, closed, provenance } = cached;
        let (state, progress) = (State::Shared(state, copy), Progress::of_cached());
        Self { closed, ..Self::new(state, version, progress, provenance) }
    }

    /// As the cache shares it.
    pub(super) fn into_cached(self) -> Cached<A> {
        let (closed, provenance) = (self.closed, self.provenance);
        Cached { state: self.state.into_shared(), closed, provenance }
    }

    fn initial(source: &Source<'_, A>) -> Self {
        let state = State::Own(A::initial(source.id));
        Self::new(state, 0, Progress::initial(), source.db.provenance())
    }

    const fn new(
        state: State<A>,
        version: u64,
        progress: Progress,
        provenance: Provenance,
    ) -> Self {
        Self { state, version, closed: false, progress, unapplied: Vec::new(), provenance }
    }

    /// The newest state that is kept of the versions up to `until`.
    async fn nearest(source: &Source<'_, A>, until: u64) -> Self {
        match Nearest::find(source.db, source.stream, until).await {
            Ok(Some(Nearest { state, version, progress, provenance })) => {
                Self::new(State::Own(state), version, progress, provenance)
            }
            Ok(None) => Self::initial(source),
            Err(unusable) => {
                let initial = Self::initial(source);
                Self { progress: initial.progress.without(unusable), ..initial }
            }
        }
    }

    /// Folds the events that the state does not know yet; answers the version of the stream.
    pub(super) async fn catch_up(&mut self, source: &Source<'_, A>) -> Result<u64, LoadError> {
        let begun = source.db.snapshotter.begin_replay::<A>();
        let head = self.fold_to_the_end(source).await?;
        source.db.snapshotter.end_replay(begun, &mut self.progress);
        Ok(head)
    }

    async fn fold_to_the_end(&mut self, source: &Source<'_, A>) -> Result<u64, LoadError> {
        loop {
            match self.fold_until(source, u64::MAX).await? {
                Reached::TheEnd { head } => return Ok(head),
                Reached::Correction { head } => *self = Self::by_way(source, head).await?,
            }
        }
    }

    /// Folds the events up to the version `until` that the state does not know yet, as far as they are no corrections.
    async fn fold_until(
        &mut self,
        source: &Source<'_, A>,
        until: u64,
    ) -> Result<Reached, LoadError> {
        let mut keys = source.db.keys.ring(source.stream);
        loop {
            // A snapshot may name any version; whoever loads finds out that the stream does not have it.
            let from = self.version.saturating_add(1);
            let StreamPage { events, head } = source.page(from, until).await?;
            let fold = |codec: &Codec| self.fold_page(from, &events, codec);
            let folded = keys.reading_of(payloads(&events), fold).await;
            self.provenance.add(&keys);
            let folded = folded?;
            if folded == Folded::Corrected {
                return Ok(Reached::Correction { head });
            }
            if self.version >= head.min(until) {
                return Ok(Reached::TheEnd { head });
            }
        }
    }

    /// The state after the version `until`, which the stream has: that of its events that are in effect then.
    pub(crate) async fn after(source: &Source<'_, A>, until: u64) -> Result<Self, LoadError> {
        let mut loaded = Self::nearest(source, until).await;
        match loaded.fold_until(source, until).await? {
            Reached::TheEnd { .. } => Ok(loaded),
            Reached::Correction { .. } => Self::by_way(source, until).await,
        }
    }

    /// As [`after`](Self::after), with the corrections looked for first.
    async fn by_way(source: &Source<'_, A>, until: u64) -> Result<Self, LoadError> {
        let (mut base, segments) = Self::way(source, until).await?;
        let mut keys = source.db.keys.ring(source.stream);
        for segment in segments {
            let fold = |event: &_, codec: &_| base.fold(event, codec).map(drop);
            source.segment(segment, &mut keys, fold).await?;
        }
        base.provenance.add(&keys);
        // What the corrections passed over is covered as well: the state is the one after all of them.
        base.version = until;
        Ok(base)
    }

    /// As [`after`](Self::after), by those events alone that are `wanted`. The version is that of the last of them.
    pub(crate) async fn after_only(
        source: &Source<'_, A>,
        until: u64,
        wanted: impl Fn(&RecordedEvent) -> Result<bool, ReplayError> + Send + Sync,
    ) -> Result<Self, LoadError> {
        // Snapshots hold what is not wanted.
        let corrections = source.corrections(0, until).await?;
        let mut loaded = Self::initial(source);
        let mut keys = source.db.keys.ring(source.stream);
        for segment in path(&corrections, 0, until).segments {
            let fold = |event: &_, codec: &_| {
                if wanted(event)? { loaded.fold(event, codec).map(drop) } else { Ok(()) }
            };
            source.segment(segment, &mut keys, fold).await?;
        }
        loaded.provenance.add(&keys);
        Ok(loaded)
    }

    /// The state alone.
    pub(crate) fn into_state(self) -> A {
        match self.state {
            State::Own(state) => state,
            State::Shared(state, copy) => copy(&state),
        }
    }

    /// The kept state to begin with, and what to fold after it.
    async fn way(
        source: &Source<'_, A>,
        until: u64,
    ) -> Result<(Self, Vec<RangeInclusive<u64>>), LoadError> {
        let (mut until, mut segments) = (until, Vec::new());
        loop {
            let base = Self::nearest(source, until).await;
            let corrections = source.corrections(base.version, until).await?;
            let found = path(&corrections, base.version, until);
            segments.splice(0..0, found.segments);
            until = found.base;
            if until == base.version {
                return Ok((base, segments));
            }
        }
    }

    /// Folds the events of a page that begins with the version `from`: those that the state does not know yet, also when it goes on with a key
    /// that was wanting.
    fn fold_page(
        &mut self,
        from: u64,
        events: &[RecordedEvent],
        codec: &Codec,
    ) -> Result<Folded, ReplayError> {
        let known = self.version.saturating_add(1).saturating_sub(from) as usize;
        for event in events.iter().skip(known) {
            check_order(event, self.version + 1)?;
            if self.fold(event, codec)? == Folded::Corrected {
                return Ok(Folded::Corrected);
            }
        }
        Ok(Folded::Applied)
    }

    /// Folds the event that follows, unless it is a correction.
    fn fold(&mut self, recorded: &RecordedEvent, codec: &Codec) -> Result<Folded, ReplayError> {
        match framework_event(recorded)? {
            Some(event) if event.restores().is_some() => return Ok(Folded::Corrected),
            Some(_) => self.closed = true,
            None => self.apply(recorded, codec)?,
        }
        self.version = recorded.version;
        self.progress.read(recorded);
        Ok(Folded::Applied)
    }

    /// Applies an event of the aggregate.
    fn apply(&mut self, recorded: &RecordedEvent, codec: &Codec) -> Result<(), ReplayError> {
        let event = codec.decode::<A::Event>(&recorded.data);
        self.state.apply(event.map_err(|cause| failure(recorded, cause.into()))?);
        Ok(())
    }

    /// The state after `events`, on a copy where the state is shared: what cannot be applied panics before it is recorded.
    /// `keys` are those that the events took.
    pub(super) fn attempt(&mut self, events: Vec<A::Event>, keys: &Ring) -> Attempt<A> {
        self.provenance.add(keys);
        let State::Shared(state, copy) = &self.state else { return Attempt::Later(events) };
        let mut next = copy(state);
        events.into_iter().for_each(|event| next.apply(event));
        Attempt::Done(State::Shared(Arc::new(next), *copy))
    }

    /// The attempt has been recorded, and the state has `version` now. Nobody looks at it again.
    pub(super) fn advance(&mut self, attempt: Attempt<A>, version: u64) {
        self.version = version;
        self.progress.recorded();
        match attempt {
            Attempt::Done(state) => self.state = state,
            Attempt::Later(events) => self.unapplied = events,
        }
    }

    /// Hands the state over for a snapshot, if one is due.
    pub(super) fn hand_over(self, db: &Database, stream: &StreamId) {
        let (version, progress) = (self.coverable(), self.progress);
        let encode = |snapshots| self.encode(&db.keys, snapshots);
        db.snapshotter.offer(stream, version, &progress, encode);
    }

    /// The state for others to see; also for a snapshot, if one is due.
    pub(super) fn share(self, db: &Database, stream: &StreamId) -> Cached<A> {
        let (version, progress) = (self.coverable(), self.progress);
        let shared = self.into_cached();
        db.snapshotter.offer(stream, version, &progress, |snapshots: Snapshots<A>| {
            let state = Arc::clone(&shared.state);
            Encode::new(&db.keys, move || snapshots.encode(&state))
        });
        shared
    }

    /// Up to which version a snapshot of the state can stand. That a stream is closed is not kept in it, so none covers its end.
    pub(super) fn coverable(&self) -> u64 {
        self.version - u64::from(self.closed)
    }

    /// How a snapshot of the state is written, later and elsewhere.
    pub(super) fn encode(self, keys: &Keys, snapshots: Snapshots<A>) -> Encode {
        let Self { mut state, mut unapplied, .. } = self;
        Encode::new(keys, move || {
            unapplied.drain(..).for_each(|event| state.apply(event));
            snapshots.encode(&state)
        })
    }
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Folded {
    Applied,
    /// It puts an older state in effect again, which this one does not hold.
    Corrected,
}

/// How far a fold has come.
enum Reached {
    /// The end of what was to be folded.
    TheEnd { head: u64 },
    /// A correction, which was not folded.
    Correction { head: u64 },
}
