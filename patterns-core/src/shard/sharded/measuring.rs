//! What every slot is asked to do, and what follows from it.

use std::sync::{Arc, PoisonError, RwLock};

use super::{Cluster, ShardedStore, routing::Located};
use crate::{
    event::StreamId,
    key::PlaceRange,
    shard::{
        ShardError,
        map::{Keyspace, KeyspaceId, MapError, ShardMap, Slot},
        node_id::Node,
        skew::{Counted, Load, LoadRecorder, Measured, Report, SlotLoad, Window},
    },
};

/// The recorders of all keyspaces, by number.
#[derive(Debug, Default)]
pub(super) struct Loads(RwLock<Vec<Arc<Recorded>>>);

/// The recorder of a keyspace, as long as its slots are these.
#[derive(Debug)]
struct Recorded {
    slots: Vec<PlaceRange>,
    recorder: LoadRecorder,
    /// The operations of each slot that were counted before slots were cut.
    before: Vec<u64>,
}

impl Recorded {
    fn new(keyspace: Option<&Keyspace>, earlier: Option<&Self>) -> Self {
        let entries = keyspace.map_or(&[][..], Keyspace::entries);
        let slots: Vec<_> = entries.iter().map(|entry| entry.range).collect();
        let before = earlier.map_or_else(|| vec![0; slots.len()], |earlier| earlier.shared(&slots));
        Self { recorder: LoadRecorder::new(slots.len()), slots, before }
    }

    /// The operations of each slot, also those before slots were cut.
    fn operations(&self) -> Vec<u64> {
        let counted = self.recorder.window().loads;
        let slots = self.before.iter().zip(&counted);
        slots.map(|(before, load)| before.saturating_add(load.operations())).collect()
    }

    /// What was counted here, shared among the slots that have become of these: a key of its own is given what it had at least, the rest of its
    /// slot has the rest.
    fn shared(&self, slots: &[PlaceRange]) -> Vec<u64> {
        let keys = self.recorder.window().keys.keys;
        let of_key = |place| {
            let found = keys.iter().find(|counted| counted.key.place() == place);
            found.map_or(0, Counted::least)
        };
        let mut left: Vec<_> = self.slots.iter().copied().zip(self.operations()).collect();
        let mut shares = vec![0; slots.len()];
        let (keys, others): (Vec<_>, Vec<_>) =
            slots.iter().zip(&mut shares).partition(|(slot, _)| slot.first() == slot.last());
        for (slot, share) in keys {
            if let Some((range, operations)) = holding(&mut left, *slot) {
                let all = range == slot;
                *share = if all { *operations } else { of_key(slot.first()).min(*operations) };
                *operations -= *share;
            }
        }
        for (slot, share) in others {
            if let Some((range, operations)) = holding(&mut left, *slot) {
                *share = (*operations as f64 * width(*slot) / width(*range)) as u64;
            }
        }
        shares
    }
}

/// The slot that `slot` has been cut out of.
fn holding(slots: &mut [(PlaceRange, u64)], slot: PlaceRange) -> Option<(&PlaceRange, &mut u64)> {
    let index = slots.partition_point(|(range, _)| range.last() < slot.first());
    slots.get_mut(index).map(|(range, operations)| (&*range, operations))
}

fn width(range: PlaceRange) -> f64 {
    (range.last().value() - range.first().value()) as f64 + 1.0
}

impl Loads {
    /// The recorder of a keyspace.
    fn of(&self, keyspace: &Keyspace) -> Arc<Recorded> {
        let (index, slots) = (usize::from(keyspace.id().value()), keyspace.entries().len());
        let loads = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = loads.get(index).filter(|recorded| recorded.slots.len() == slots) {
            return Arc::clone(found);
        }
        drop(loads);
        let mut loads = self.0.write().unwrap_or_else(PoisonError::into_inner);
        while loads.len() <= index {
            loads.push(Arc::new(Recorded::new(None, None)));
        }
        let Some(recorded) = loads.get_mut(index) else {
            return Arc::new(Recorded::new(Some(keyspace), None));
        };
        if recorded.slots.len() != slots {
            *recorded = Arc::new(Recorded::new(Some(keyspace), Some(recorded)));
        }
        Arc::clone(recorded)
    }
}

impl Cluster {
    pub(super) fn record_append(&self, stream: &StreamId, at: Located, bytes: usize) {
        self.record(at, |recorder, slot| {
            recorder.append(slot, at.place, bytes as u64, || stream.to_string());
        });
    }

    pub(super) fn record_read(&self, stream: &StreamId, at: Located, bytes: usize) {
        self.record(at, |recorder, slot| {
            recorder.read(slot, at.place, bytes as u64, || stream.to_string());
        });
    }

    fn record(&self, at: Located, count: impl FnOnce(&LoadRecorder, usize)) {
        let map = self.map.peek();
        let Some(keyspace) = map.keyspace(at.keyspace) else { return };
        if let Some(slot) = keyspace.index(at.place) {
            count(&self.loads.of(keyspace).recorder, slot);
        }
    }
}

impl ShardedStore {
    /// How evenly a keyspace was used through this store since it was opened, or since slots were cut; with predictions for up to
    /// `most_nodes` nodes, and advice.
    ///
    /// # Errors
    /// When there is no such keyspace: nothing has been written to it.
    pub fn report(&self, keyspace: &str, most_nodes: u32) -> Result<Report, ShardError> {
        let map = self.map();
        let found = map.keyspace_named(keyspace);
        let found = found.ok_or(MapError::Outdated { version: map.version() })?;
        Ok(report(&map, found, &self.cluster.loads.of(found).recorder.window(), most_nodes))
    }

    /// The load of every slot of a keyspace, in the order of their places, counted from zero again from now on.
    pub fn take_load(&self, keyspace: KeyspaceId) -> Vec<Load> {
        let map = self.map();
        let found = map.keyspace(keyspace);
        found.map_or_else(Vec::new, |found| self.cluster.loads.of(found).recorder.take().loads)
    }

    /// The operations of every slot of every keyspace so far.
    pub(in crate::shard) fn operations(&self, map: &ShardMap) -> Vec<Vec<u64>> {
        let of = |keyspace: &Keyspace| self.cluster.loads.of(keyspace).operations();
        map.keyspaces().map(of).collect()
    }
}

fn report(map: &ShardMap, keyspace: &Keyspace, window: &Window, most_nodes: u32) -> Report {
    let nodes: Vec<Node> = map.nodes().map(|node| node.node.clone()).collect();
    let slots = keyspace.entries().iter().zip(&window.loads).map(|(entry, load)| SlotLoad {
        node: nodes.iter().position(|node| node.name == entry.owner).unwrap_or(usize::MAX),
        load: *load,
        one_key: entry.range.first() == entry.range.last(),
    });
    let slots: Vec<_> = slots.collect();
    let keys = window.hot_keys(|place| keyspace.index(place).unwrap_or(usize::MAX));
    let first = keyspace.entries().first().map(|entry| entry.range);
    let slot = |range| Slot { keyspace: keyspace.id(), range };
    let zoned = first.is_some_and(|range| map.zone(slot(range)).is_some());
    Report::of(&Measured { nodes: &nodes, slots: &slots, keys: &keys, zoned }, most_nodes)
}
