//! Those who read and write.

use std::collections::BTreeMap;

use super::record::{Record, is_injected};
use crate::{
    event::{Route, StreamId},
    key::{Place, ShardPolicy, ShardStrategy},
    shard::{LogCursor, ShardedStore},
    store::{Append, AppendError, Direction, EventStore, ExpectedVersion},
};

pub(super) static BY_NUMBER: ShardPolicy = ShardPolicy::new(&["number"], ShardStrategy::Hash);

/// Streams 0 and 1 have one key; others lie elsewhere in the same slot, and in others.
pub(super) fn stream(number: u64) -> StreamId {
    let slot = [0, 0, 0, 1, 2, 2][(number % 6) as usize];
    let place = slot << 62 | if number < 2 { 0 } else { number << 20 };
    StreamId::new("account", &number).routed(Some(Route::new(Place::new(place), &BY_NUMBER)))
}

/// Works by several processes on the same nodes, each time by another.
#[derive(Clone, Debug)]
pub(super) struct Actor {
    pub(super) processes: Vec<ShardedStore>,
    pub(super) record: Record,
    pub(super) luck: fastrand::Rng,
}

impl Actor {
    /// One that writes and moves.
    pub(super) fn process(&mut self) -> ShardedStore {
        self.processes[self.luck.usize(0..2)].clone()
    }

    /// Mostly the one that only reads, and hears of what happens by nothing else.
    fn reading(&mut self) -> ShardedStore {
        self.processes[self.luck.usize(0..6).min(2)].clone()
    }

    /// Appends at the versions that it last heard of.
    pub(super) async fn write(mut self, count: usize) {
        let mut known = BTreeMap::new();
        let process = self.process();
        for _ in 0..count {
            let both = self.luck.u8(0..6) == 0;
            let streams = if both { vec![stream(0), stream(1)] } else { vec![self.any_stream()] };
            let (mut batch, mut numbers) = (Vec::new(), Vec::new());
            for stream in &streams {
                let (own, events): (Vec<_>, _) =
                    (0..self.luck.usize(1..3)).map(|_| self.record.event(stream)).unzip();
                let version = known.get(stream).copied().unwrap_or_default();
                let expected = ExpectedVersion::Exact(version);
                batch.push(Append { stream: stream.clone(), expected, events });
                numbers.push(own);
            }
            self.append(&process, &mut known, batch, &numbers).await;
        }
    }

    fn any_stream(&mut self) -> StreamId {
        let some = if self.luck.u8(0..8) == 0 { 20 } else { 6 };
        stream(self.luck.u64(0..some))
    }

    async fn append(
        &mut self,
        process: &ShardedStore,
        known: &mut BTreeMap<StreamId, u64>,
        batch: Vec<Append>,
        numbers: &[Vec<u64>],
    ) {
        let record = self.record.clone();
        let acknowledged: BTreeMap<_, _> = batch
            .iter()
            .map(|entry| (entry.stream.clone(), record.acknowledged(&entry.stream)))
            .collect();
        // Should this be dropped, nobody knows.
        numbers.iter().for_each(|numbers| record.leave_open(numbers));
        let answer = process.append(batch.clone()).await;
        if let Err(AppendError::Conflict(conflict)) = &answer {
            if conflict.actual < acknowledged[&conflict.stream] {
                record.breaks(format!("conflict: {conflict}, but {acknowledged:?}"));
            }
            known.insert(conflict.stream.clone(), conflict.actual);
        }
        match answer {
            Ok(appended) => {
                for ((entry, numbers), version) in batch.iter().zip(numbers).zip(&appended.versions)
                {
                    if entry.expected != ExpectedVersion::Exact(version - numbers.len() as u64) {
                        record.breaks(format!("{:?} leads to {version}", entry.expected));
                    }
                    record.acknowledge(&entry.stream, numbers, *version);
                    known.insert(entry.stream.clone(), *version);
                }
            }
            Err(error) if error.nothing_was_appended() => {
                numbers.iter().flatten().for_each(|number| record.never(*number));
                let injected =
                    matches!(&error, AppendError::NotAttempted(cause) if is_injected(cause));
                if !injected && !matches!(error, AppendError::Conflict(_)) {
                    record.breaks(format!("append: {error:?}"));
                }
            }
            Err(error) => {
                let injected = matches!(&error, AppendError::Store(cause) if is_injected(cause));
                if !injected {
                    record.breaks(format!("append: {error:?}"));
                }
            }
        }
    }

    pub(super) async fn read(mut self, count: usize) {
        for _ in 0..count {
            let (process, stream) = (self.reading(), self.any_stream());
            let expected = self.record.acknowledged(&stream);
            read_whole(&process, &self.record, &stream, expected).await;
        }
    }

    /// Lists in pages: what was there when it began is there once.
    pub(super) async fn list(mut self, count: usize) {
        for _ in 0..count {
            let expected = self.record.streams();
            let limit = self.luck.usize(1..5);
            let mut listed = Vec::new();
            loop {
                let after = listed.last().map(|(stream, _)| stream);
                let process = self.reading();
                let prefix = StreamId::prefix("account");
                let page = process.list_streams(&prefix, after, limit).await;
                match page {
                    Ok(page) => {
                        let last = page.len() < limit;
                        listed.extend(page.into_iter().map(|head| (head.stream, head.version)));
                        if last {
                            break;
                        }
                    }
                    Err(error) if is_injected(&error) => {}
                    Err(error) => return self.record.breaks(format!("list: {error:?}")),
                }
            }
            check_list(&self.record, &expected, &listed);
        }
    }

    /// Reads all logs with a cursor that it keeps.
    pub(super) async fn follow(mut self, count: usize, follower: Follower) {
        for _ in 0..count {
            let (process, limit) = (self.process(), self.luck.usize(1..9));
            follower.read_on(&process, &self.record, limit).await;
        }
    }
}

/// How far a reader of the logs has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Follower {
    state: std::sync::Arc<std::sync::Mutex<(LogCursor, BTreeMap<StreamId, u64>)>>,
}

impl Follower {
    /// Whether there is more.
    pub(super) async fn read_on(
        &self,
        process: &ShardedStore,
        record: &Record,
        limit: usize,
    ) -> bool {
        let cursor = self.state.lock().unwrap().0.clone();
        let page = match process.read_logs(&cursor, limit).await {
            Ok(page) => page,
            Err(error) => {
                if !is_injected(&error) {
                    record.breaks(format!("logs: {error:?}"));
                }
                return true;
            }
        };
        let mut state = self.state.lock().unwrap();
        for event in page.events {
            record.saw(&event.event, "log");
            let known = state.1.entry(event.event.stream.clone()).or_default();
            *known += 1;
            if event.event.version != *known {
                record.breaks(format!("log: {event:?} comes as number {known}"));
                *known = event.event.version;
            }
        }
        state.0 = page.next;
        page.more
    }

    pub(super) fn check(&self, record: &Record, expected: &BTreeMap<StreamId, u64>) {
        let state = self.state.lock().unwrap();
        if state.1 != *expected {
            record.breaks(format!("log: {:?} instead of {expected:?}", state.1));
        }
    }
}

/// Reads a stream from its beginning; whatever was acknowledged is there.
pub(super) async fn read_whole(
    process: &ShardedStore,
    record: &Record,
    stream: &StreamId,
    expected: u64,
) {
    match process.read_stream(stream, 1, Direction::Forward, 1_000).await {
        Ok(page) => {
            page.events.iter().for_each(|event| record.saw(event, "read"));
            let versions = page.events.iter().map(|event| event.version);
            if !versions.eq(1..=page.head) || page.head < expected {
                record.breaks(format!("read: {expected} of {stream}: {page:?}"));
            }
        }
        Err(error) if is_injected(&error) => {}
        Err(error) => record.breaks(format!("read: {error:?}")),
    }
}

pub(super) fn check_list(
    record: &Record,
    expected: &BTreeMap<StreamId, u64>,
    listed: &[(StreamId, u64)],
) {
    if !listed.is_sorted_by(|one, next| one.0 < next.0) {
        record.breaks(format!("S8: twice, or not in order: {listed:?}"));
    }
    let listed: BTreeMap<_, _> = listed.iter().cloned().collect();
    for (stream, version) in expected {
        if listed.get(stream).is_none_or(|found| found < version) {
            record.breaks(format!("S8: {version} of {stream} is not in {listed:?}"));
        }
    }
}
