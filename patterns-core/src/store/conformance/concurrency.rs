//! Many threads at once.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use super::{
    block_on,
    samples::{
        all, any, append, conflict, counted, data, event, exact, log, page, positions, stream,
        succeeds, versions, whole,
    },
};
use crate::{
    event::{EventData, StreamId},
    store::{AppendError, Appended, Direction, EventStore},
};

const THREADS: usize = 16;
const APPENDS: usize = 25;
/// More than of other appends, because on a fast store most of them do not meet.
const RACES: usize = 60;

/// Threads race for one stream: every success stands in the log once, every conflict tells the truth (E4).
pub async fn e4_racing_appends_succeed_once(store: &dyn EventStore) {
    let name = stream("contended");
    let mut successes: Vec<_> =
        in_threads(|thread| race(store, &name, thread)).into_iter().flatten().collect();
    successes.sort_by_key(|(appended, _)| appended.position);
    let page = whole(store, &name).await;
    let appended: Vec<_> = successes.iter().map(|(_, event)| event.clone()).collect();
    assert_eq!(data(&page.events), appended, "every success stands in the stream exactly once");
    let answered: Vec<_> =
        successes.iter().flat_map(|(appended, _)| appended.versions.clone()).collect();
    assert_eq!(versions(&page.events), answered, "every success answers its own version");
    assert_eq!(answered, counted(successes.len() as u64), "versions have no gaps");
    assert_eq!(all(store).await, page.events, "the log and the stream agree");
}

/// Appends at the version last heard of, and goes on with the one that a conflict tells.
fn race(store: &dyn EventStore, name: &StreamId, thread: usize) -> Vec<(Appended, EventData)> {
    let mut successes = Vec::new();
    let mut version = 0;
    for attempt in 0..RACES {
        let event = event(format!("{thread} {attempt}"));
        match block_on(store.append(vec![exact(name, version, vec![event.clone()])])) {
            Err(AppendError::Conflict(conflict)) => {
                assert!(conflict.actual > version, "a stream never shrinks: {conflict}");
                let head = block_on(page(store, name, 1, Direction::Forward, 0)).head;
                assert!(head >= conflict.actual, "what a conflict is about can be read");
                version = conflict.actual;
            }
            answer => {
                let appended = succeeds(answer, "an append");
                let next = [version + 1];
                assert_eq!(appended.versions, next, "no append succeeds at another version");
                let head = block_on(page(store, name, 1, Direction::Forward, 0)).head;
                assert!(head > version, "what was acknowledged can be read");
                successes.push((appended, event));
                version += 1;
            }
        }
    }
    successes
}

/// Threads write to streams of their own: all succeed, and the log has no gaps (E5).
pub async fn e5_positions_have_no_gaps_under_load(store: &dyn EventStore) {
    let name = |thread: usize| stream(&format!("thread {thread}"));
    let written = in_threads(|thread| {
        let appends = (0..APPENDS as u64).map(|version| {
            let batch = vec![exact(&name(thread), version, vec![event(version.to_string())])];
            block_on(append(store, batch)).position
        });
        appends.collect::<Vec<_>>()
    });
    let log = all(store).await;
    assert_eq!(positions(&log), counted((THREADS * APPENDS) as u64), "positions have no gaps");
    for (thread, answered) in written.iter().enumerate() {
        let page = whole(store, &name(thread)).await;
        assert_eq!(versions(&page.events), counted(APPENDS as u64), "versions have no gaps");
        assert_eq!(&positions(&page.events), answered, "every append answers its own position");
    }
}

/// Threads append only while another stream has the version that they know of; whenever it is changed, what was judged by the version
/// before is a conflict, however late it comes. Nodes of a sharded store rely on this.
pub async fn checks_hold_until_the_events_of_their_batch_are_recorded(store: &dyn EventStore) {
    let (fence, guarded) = (stream("fence"), stream("guarded"));
    in_threads(|thread| match thread {
        0 => change(store, &fence, &guarded),
        _ => append_guarded(store, &fence, &guarded),
    });
    let mut version = 0;
    for event in all(store).await {
        if event.stream == fence {
            version = event.version;
        } else {
            let judged = EventData { payload: version.to_string().into(), ..event.data.clone() };
            assert_eq!(event.data, judged, "a check holds at the position of its events");
        }
    }
}

fn change(store: &dyn EventStore, fence: &StreamId, guarded: &StreamId) {
    for version in 0..RACES as u64 {
        block_on(append(store, vec![exact(fence, version, vec![event("changed")])]));
        let late = vec![exact(fence, version, Vec::new()), any(guarded, vec![event("late")])];
        let found = conflict(block_on(store.append(late)));
        assert_eq!(found.actual, version + 1, "what was judged before a change is a conflict");
    }
}

fn append_guarded(store: &dyn EventStore, fence: &StreamId, guarded: &StreamId) {
    let mut judged = 0;
    for _ in 0..RACES {
        let event = event(judged.to_string());
        let batch = vec![exact(fence, judged, Vec::new()), any(guarded, vec![event])];
        match block_on(store.append(batch)) {
            Err(AppendError::Conflict(conflict)) => judged = conflict.actual,
            answer => drop(succeeds(answer, "an append")),
        }
    }
}

/// Who reads while others write sees a beginning of the log, and of a stream, without holes.
pub async fn readers_see_prefixes_while_others_write(store: &dyn EventStore) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let readers = [
            scope.spawn(|| until(&done, || check_log_prefix(store))),
            scope.spawn(|| until(&done, || check_stream_prefix(store))),
            scope.spawn(|| until(&done, || check_newest_first(store))),
        ];
        // Kept for the end, so that no reader waits for ever when a writer fails.
        let wrote = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            in_threads(|_| write_batches(store));
        }));
        done.store(true, Ordering::Release);
        for reader in readers {
            resume(reader.join());
        }
        resume(wrote);
    });
    check_log_prefix(store);
}

fn write_batches(store: &dyn EventStore) {
    for _ in 0..APPENDS {
        let pair = || vec![event("first"), event("second")];
        let batch = vec![any(&stream("shared"), pair()), any(&stream("other"), pair())];
        block_on(append(store, batch));
    }
}

fn until(done: &AtomicBool, check: impl Fn()) {
    while !done.load(Ordering::Acquire) {
        check();
    }
}

fn check_log_prefix(store: &dyn EventStore) {
    let seen = block_on(all(store));
    assert_eq!(positions(&seen), counted(seen.len() as u64), "a reader sees a prefix of the log");
    let last = seen.len().saturating_sub(1) as u64;
    let again = block_on(log(store, last.max(1), usize::MAX));
    assert!(again.len() >= seen.len().min(2), "what was seen once is always seen");
    let shared = seen.iter().filter(|event| event.stream == stream("shared"));
    let shared: Vec<_> = shared.map(|event| event.version).collect();
    assert_eq!(shared, counted(shared.len() as u64), "a reader of the log sees streams in order");
}

fn check_stream_prefix(store: &dyn EventStore) {
    let page = block_on(whole(store, &stream("shared")));
    assert_eq!(versions(&page.events), counted(page.head), "a reader sees a prefix of a stream");
    assert_eq!(page.head % 2, 0, "a reader never sees a part of an append");
}

fn check_newest_first(store: &dyn EventStore) {
    let page = block_on(page(store, &stream("other"), u64::MAX, Direction::Backward, 3));
    let newest: Vec<_> = (1..=page.head).rev().take(3).collect();
    assert_eq!(versions(&page.events), newest, "the newest events come first when read backward");
}

/// Runs `work` on every thread at the same time, and answers what they answered, in order.
fn in_threads<T: Send>(work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(THREADS);
    thread::scope(|scope| {
        let (work, start) = (&work, &start);
        let begin = |number| {
            scope.spawn(move || {
                start.wait();
                work(number)
            })
        };
        let threads: Vec<_> = (0..THREADS).map(begin).collect();
        threads.into_iter().map(|thread| resume(thread.join())).collect()
    })
}

/// Passes on what a thread answered, or its panic.
fn resume<T>(ended: thread::Result<T>) -> T {
    ended.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}
