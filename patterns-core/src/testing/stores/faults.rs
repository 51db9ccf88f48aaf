//! What is done to which calls, and what was done.

use core::{ops::RangeInclusive, time::Duration};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{At, Gate};
use crate::{
    event::{Event, EventData, StreamId, encode},
    testing::fail::fail,
};

/// A kind of calls of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Call {
    /// Appends.
    Append,
    /// Reads of streams, of the log and of lists of streams.
    Read,
    /// Reads of snapshots.
    ReadSnapshot,
    /// Writes of snapshots.
    PutSnapshot,
    /// Hashes, checks and sign-offs.
    Verify,
    /// Archiving, and what is asked about it.
    Archive,
}

/// Calls of one kind: all of them, or those about one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calls {
    call: Call,
    stream: Option<StreamId>,
}

impl Call {
    /// Those about `stream` only; of appends, those with an entry for it.
    #[must_use]
    pub fn of(self, stream: &StreamId) -> Calls {
        Calls { call: self, stream: Some(stream.clone()) }
    }
}

impl From<Call> for Calls {
    fn from(call: Call) -> Self {
        Self { call, stream: None }
    }
}

impl Calls {
    fn are(&self, call: Call, streams: &[&StreamId]) -> bool {
        let own = self.stream.as_ref().is_none_or(|stream| streams.contains(&stream));
        self.call == call && own
    }
}

/// What is done to a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing is appended, and a conflict is answered. Appends that expect no version are let through.
    Conflict,
    /// Somebody else is faster: these events are appended to the stream first. See [`overtaken_by`](Self::overtaken_by).
    Overtaken(Vec<EventData>),
    /// It fails before anything is done, and the caller knows that nothing was done.
    Refused,
    /// It fails before anything is done, but the caller does not know.
    Lost,
    /// It is done, but the caller hears of a failure.
    AnswerLost,
    /// It waits before anything is done, for a time between these.
    Slow(RangeInclusive<Duration>),
    /// It is done at once, but answered after a time between these; so answers come in another order than what they are about.
    SlowAnswer(RangeInclusive<Duration>),
    /// It waits at a gate before anything is done.
    Held(Gate),
    /// It is done at once, but its answer waits at a gate.
    AnswerHeld(Gate),
}

impl Fault {
    /// Somebody else is faster, and records `event` in the stream first.
    ///
    /// # Panics
    /// When the event cannot be encoded.
    #[track_caller]
    pub fn overtaken_by<E: Event>(event: &E) -> Self {
        match encode(event) {
            Ok(data) => Self::Overtaken(vec![data]),
            Err(error) => fail(error),
        }
    }

    fn is_of_appends(&self) -> bool {
        matches!(self, Self::Conflict | Self::Overtaken(_))
    }
}

/// What a [`FaultyStore`](super::FaultyStore) does to its callers, and what it did. Clones are the same; nothing is done until something is injected.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    rules: Vec<Rule>,
    calls: HashMap<Call, u64>,
    injected: HashMap<Call, u64>,
}

#[derive(Debug)]
struct Rule {
    calls: Calls,
    at: At,
    fault: Fault,
    /// How many calls it has been asked about.
    asked: u64,
}

impl Faults {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Does `fault` to those of the `calls` that `at` says, from now on.
    ///
    /// Several can be done to one call: it waits for all of them, and fails by the one that was injected first.
    ///
    /// # Panics
    /// When others than appends are to conflict or to be overtaken.
    #[track_caller]
    pub fn inject(&self, calls: impl Into<Calls>, at: At, fault: Fault) {
        let calls = calls.into();
        if fault.is_of_appends() && calls.call != Call::Append {
            fail(format_args!(
                "only appends conflict: inject it into `Call::Append`, not `Call::{:?}`",
                calls.call
            ));
        }
        self.state().rules.push(Rule { calls, at, fault, asked: 0 });
    }

    /// Does nothing more to any call, until something is injected again. What waits goes on waiting.
    pub fn clear(&self) {
        self.state().rules.clear();
    }

    /// How many calls of this kind there were.
    pub fn calls(&self, call: Call) -> u64 {
        self.state().calls.get(&call).copied().unwrap_or_default()
    }

    /// To how many calls of this kind something was done.
    pub fn injected(&self, call: Call) -> u64 {
        self.state().injected.get(&call).copied().unwrap_or_default()
    }

    /// What is done to the next call.
    pub(super) fn next(&self, call: Call, streams: &[&StreamId]) -> Vec<Fault> {
        let mut state = self.state();
        *state.calls.entry(call).or_default() += 1;
        let concerned = state.rules.iter_mut().filter(|rule| rule.calls.are(call, streams));
        let faults: Vec<_> = concerned.filter_map(Rule::next).collect();
        if !faults.is_empty() {
            *state.injected.entry(call).or_default() += 1;
        }
        faults
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs under the lock with half a change made.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Rule {
    fn next(&mut self) -> Option<Fault> {
        self.asked += 1;
        self.at.is(self.asked).then(|| self.fault.clone())
    }
}
