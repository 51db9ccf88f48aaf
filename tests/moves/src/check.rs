//! The end of a run: everything that was acknowledged is there, once, and one node owns each slot.

use std::collections::HashMap;

use patterns_core::{
    event::Timestamp,
    shard::{Fence, NodeId, ShardMap, ShardedStore, Slot, map::Phase},
    store::{Direction, EventStore, conformance::block_on},
};

use crate::{
    readers::{Followed, list_once, read_all},
    streams::id_of,
    world::World,
    writer::Ack,
};

/// Whether events may be there that were never acknowledged: a process that is killed takes the answers with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InDoubt {
    Allowed,
    Impossible,
}

type Contents = HashMap<u64, Vec<(u64, Timestamp)>>;

/// Compares all that can be read with what was acknowledged. Answers how many events there are.
pub fn check(world: &World, acks: &[Ack], in_doubt: InDoubt) -> Result<u64, String> {
    let store = world.live.store();
    check_owners(&store)?;
    let contents = contents(world, &store)?;
    let events = contents.values().map(|events| events.len() as u64).sum();
    check_acknowledged(&contents, acks)?;
    if in_doubt == InDoubt::Impossible && events != acks.len() as u64 {
        return Err(format!("{events} events are there, {} were acknowledged", acks.len()));
    }
    check_followed(&contents, &read_all(world)?)?;
    Ok(events)
}

/// What a reader of the logs has seen is what the streams hold, with the times at which it was first recorded.
pub fn check_followed(contents: &Contents, followed: &Followed) -> Result<(), String> {
    for (number, events) in contents {
        let seen = followed.get(number).map(Vec::as_slice).unwrap_or_default();
        if seen != events {
            let (seen, events) = (seen.len(), events.len());
            return Err(format!("the logs have {seen} events of stream {number}, not {events}"));
        }
    }
    let same = contents.len() == followed.len();
    same.then_some(()).ok_or_else(|| "the logs have streams that are not listed".into())
}

/// Every stream that is listed, read from its beginning.
pub fn contents(world: &World, store: &ShardedStore) -> Result<Contents, String> {
    let listed = list_once(world, store, 1_000)?;
    listed.into_iter().map(|(number, version)| read(world, store, number, version)).collect()
}

fn read(
    world: &World,
    store: &ShardedStore,
    number: u64,
    version: u64,
) -> Result<(u64, Vec<(u64, Timestamp)>), String> {
    let stream = world.layout.stream(number);
    let page = block_on(store.read_stream(&stream, 1, Direction::Forward, usize::MAX));
    let page = page.map_err(|error| format!("{stream} cannot be read: {error}"))?;
    if page.head != version || page.events.len() as u64 != version {
        let found = page.events.len();
        return Err(format!("{stream} is listed at {version}, with {found} of {}", page.head));
    }
    let event = |(index, event): (usize, &patterns_core::event::RecordedEvent)| {
        let id = id_of(&event.data, number).filter(|_| event.version == index as u64 + 1);
        let id = id.ok_or_else(|| format!("{stream} has something else at {}", event.version));
        id.map(|id| (id, event.recorded_at))
    };
    Ok((number, page.events.iter().enumerate().map(event).collect::<Result<_, String>>()?))
}

fn check_acknowledged(contents: &Contents, acks: &[Ack]) -> Result<(), String> {
    for ack in acks {
        let events = contents.get(&ack.stream).map(Vec::as_slice).unwrap_or_default();
        let found = events.get(ack.version as usize - 1).map(|(id, _)| *id);
        if found != Some(ack.id) {
            return Err(format!("{found:x?} stands where {ack:x?} was acknowledged"));
        }
    }
    Ok(())
}

/// Every slot is stable, and its owner by the map is the only one by the fences of the nodes.
fn check_owners(store: &ShardedStore) -> Result<(), String> {
    let fences = block_on(store.fences()).map_err(|error| format!("no fences: {error}"))?;
    let map = store.map();
    if let Some((slot, entry)) = map.slots().find(|(_, entry)| entry.phase != Phase::Stable) {
        return Err(format!("{slot} is {:?}", entry.phase));
    }
    for (node, fences) in &fences {
        let wrong = fences.iter().find(|(slot, fence)| !fits(&map, node, *slot, *fence));
        if let Some((slot, fence)) = wrong {
            let entry = map.slot(*slot);
            return Err(format!("{slot} is {fence:?} on {node}, and {entry:?} by the map"));
        }
    }
    let owners = fences.values().flatten().filter(|(_, fence)| fence.accepts_appends()).count();
    let slots = map.slots().count();
    let same = owners == slots;
    same.then_some(()).ok_or_else(|| format!("{slots} slots have {owners} owners"))
}

/// Whether a node is the owner exactly of what the map says that it owns, since the same decision.
fn fits(map: &ShardMap, node: &NodeId, slot: Slot, fence: Fence) -> bool {
    let Some(entry) = map.slot(slot) else { return false };
    match fence {
        Fence::Owner { epoch } => entry.owner == *node && entry.epoch == epoch,
        Fence::Absent { epoch } | Fence::Moved { epoch } => {
            entry.owner != *node && epoch <= entry.epoch
        }
        Fence::Sealed { .. } | Fence::Importing { .. } => false,
    }
}
