//! Those who read all the while: one follows the logs, one lists the streams.

use std::{collections::HashMap, thread, time::Duration};

use fastrand::Rng;
use patterns_core::{
    event::{StreamId, Timestamp},
    shard::{LogCursor, LogPage, NodeEvent, ShardedStore},
    store::{Direction, EventStore, conformance::block_on},
};

use crate::{
    streams::{MOST, id_of},
    world::World,
};

/// What the logs have said of each stream, in the order of the versions: the number of each event, and when it was recorded.
pub type Followed = HashMap<u64, Vec<(u64, Timestamp)>>;

/// Follows the logs until the world is quiet and everything is read.
pub fn follow(world: &World) -> Followed {
    let (mut followed, mut cursor) = (Followed::new(), LogCursor::default());
    loop {
        // Asked before the read: what comes after the last append is read once more.
        let last = world.is_quiet();
        let page = match block_on(world.live.store().read_logs(&cursor, 2_000)) {
            Ok(page) => page,
            Err(error) => {
                world.fail(format!("the logs cannot be read: {error}"));
                return followed;
            }
        };
        let LogPage { events, next, more, .. } = page;
        let nothing = events.is_empty() && next == cursor;
        if let Err(what) = note(world, events, &mut followed) {
            world.fail(what);
            return followed;
        }
        cursor = next;
        match (nothing, last, more) {
            (true, true, true) => {
                world.fail("the logs say that there is more, and do not go on".into());
                return followed;
            }
            (true, true, false) => return followed,
            (true, false, _) => thread::sleep(Duration::from_millis(5)),
            (false, ..) => {}
        }
    }
}

/// Reads the logs from their beginning.
pub fn read_all(world: &World) -> Result<Followed, String> {
    world.fall_quiet();
    let followed = follow(world);
    world.troubles().into_iter().next().map_or(Ok(followed), Err)
}

fn note(world: &World, events: Vec<NodeEvent>, followed: &mut Followed) -> Result<(), String> {
    for NodeEvent { node, event } in events {
        let stream = &event.stream;
        let place = format!("version {} of {stream} on {node}", event.version);
        let number = world.layout.number(stream);
        let number = number.ok_or_else(|| format!("nobody wrote {place}"))?;
        let known = followed.entry(number).or_default();
        if event.version != known.len() as u64 + 1 {
            return Err(format!("the logs have {place} after version {}", known.len()));
        }
        let id = id_of(&event.data, number).ok_or_else(|| format!("other bytes in {place}"))?;
        known.push((id, event.recorded_at));
    }
    Ok(())
}

/// Lists all streams, time and again, in turns by the store in use and by one `apart`; answers how often.
pub fn list(world: &World, apart: &ShardedStore, mut random: Rng) -> u64 {
    let mut passes = 0;
    while !world.is_stopped() {
        let acknowledged = world.heads();
        let store = world.live.store();
        let store = if passes % 2 == 0 { &*store } else { apart };
        // By types, or all at once: then the map is asked for first.
        let types = [StreamId::prefix("account"), StreamId::prefix("note")];
        let prefixes = if random.bool() { types.as_slice() } else { &[Vec::new()] };
        let listed = list_all(world, store, prefixes, random.usize(50..1_000));
        if let Err(what) = listed.and_then(|listed| compare(&acknowledged, &listed)) {
            world.fail(what);
        }
        if let Err(what) = (0..20).try_for_each(|_| read_one(world, apart, &mut random)) {
            world.fail(what);
        }
        passes += 1;
        thread::sleep(Duration::from_millis(10));
    }
    passes
}

/// Every stream with its version.
pub fn list_once(
    world: &World,
    store: &ShardedStore,
    page: usize,
) -> Result<HashMap<u64, u64>, String> {
    list_all(world, store, &[Vec::new()], page)
}

fn list_all(
    world: &World,
    store: &ShardedStore,
    prefixes: &[Vec<u8>],
    page: usize,
) -> Result<HashMap<u64, u64>, String> {
    let mut heads = HashMap::new();
    for prefix in prefixes {
        let mut after = None::<StreamId>;
        loop {
            let listed = block_on(store.list_streams(prefix, after.as_ref(), page));
            let listed = listed.map_err(|error| format!("streams cannot be listed: {error}"))?;
            let last = listed.len() < page;
            for head in listed {
                if after.as_ref().is_some_and(|after| *after >= head.stream) {
                    return Err(format!("{} is listed twice, or out of order", head.stream));
                }
                let number = world.layout.number(&head.stream);
                let number = number.ok_or_else(|| format!("nobody wrote {}", head.stream))?;
                heads.insert(number, head.version);
                after = Some(head.stream);
            }
            if last {
                break;
            }
        }
    }
    Ok(heads)
}

/// Whatever was acknowledged before a stream is read is read.
fn read_one(world: &World, store: &ShardedStore, random: &mut Rng) -> Result<(), String> {
    let number = random.u64(..world.streams().min(MOST));
    let before = world.head(number);
    let stream = world.layout.stream(number);
    let page = block_on(store.read_stream(&stream, before.max(1), Direction::Forward, 1));
    let page = page.map_err(|error| format!("{stream} cannot be read: {error}"))?;
    let found = page.events.first().map_or(0, |event| event.version);
    let whole = page.head >= before && found >= before;
    whole.then_some(()).ok_or_else(|| format!("{stream} is read at {} after {before}", page.head))
}

/// A list has everything that was acknowledged before it was asked for.
fn compare(acknowledged: &[(u64, u64)], listed: &HashMap<u64, u64>) -> Result<(), String> {
    for (number, version) in acknowledged {
        match listed.get(number) {
            Some(listed) if listed >= version => {}
            listed => {
                return Err(format!("stream {number} is listed at {listed:?} after {version}"));
            }
        }
    }
    Ok(())
}
