//! All fences of a node, and their changes as the node's log has them.

use serde::{Deserialize, Serialize};

use crate::{
    event::{Event, EventSchema},
    key::Place,
    shard::{
        fence::Fence,
        map::{KeyspaceId, Slot, StoreIdentity},
        node_id::NodeId,
    },
};

/// A change of fences: one event in the stream of fences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::shard) enum FenceChange {
    /// The store is that of a node: the first change of all.
    Named {
        /// The node.
        node: NodeId,
        /// The store.
        store: StoreIdentity,
    },
    /// The fences of these slots are these now.
    Changed {
        /// The slots.
        fences: Vec<(Slot, Fence)>,
        /// Where the events of the slot come from that were appended before it came here.
        after: Option<Origin>,
    },
}

/// A position in the log of another node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::shard) struct Origin {
    /// The node.
    pub(in crate::shard) node: NodeId,
    /// What was appended to the slot there has no higher position.
    pub(in crate::shard) sealed_at: u64,
}

impl Event for FenceChange {
    const SCHEMA: &'static [EventSchema] =
        &[EventSchema::new("named"), EventSchema::new("changed")];
}

/// The fences of a node as of one version of their stream.
#[derive(Clone, Debug, Default)]
pub(in crate::shard) struct Fences {
    version: u64,
    /// Whose fences these are; `None` for a store that is none of a node yet.
    named: Option<(NodeId, StoreIdentity)>,
    /// Per keyspace, in the order of the places; no two overlap.
    by_keyspace: Vec<Vec<(Slot, Fence)>>,
}

impl Fences {
    /// Whose fences these are.
    pub(in crate::shard) const fn named(&self) -> Option<&(NodeId, StoreIdentity)> {
        self.named.as_ref()
    }

    /// How many changes there were.
    pub(in crate::shard) const fn version(&self) -> u64 {
        self.version
    }

    /// The fence that holds at a place.
    pub(in crate::shard) fn at(&self, keyspace: KeyspaceId, place: Place) -> Fence {
        self.holding(keyspace, place).map_or_else(Fence::default, |(_, fence)| *fence)
    }

    /// The fence of a whole slot; `None` when no single one holds for all of it.
    pub(in crate::shard) fn of(&self, slot: Slot) -> Option<Fence> {
        match self.holding(slot.keyspace, slot.range.first()) {
            Some((held, fence)) => held.range.covers(slot.range).then_some(*fence),
            None => (!self.any_in(slot)).then(Fence::default),
        }
    }

    /// Every fence, in the order of keyspaces and places.
    pub(in crate::shard) fn all(&self) -> impl Iterator<Item = (Slot, Fence)> {
        self.by_keyspace.iter().flatten().copied()
    }

    /// Makes a change.
    pub(in crate::shard) fn apply(&mut self, change: FenceChange) {
        self.version += 1;
        match change {
            FenceChange::Named { node, store } => self.named = Some((node, store)),
            FenceChange::Changed { fences, .. } => {
                fences.into_iter().for_each(|(slot, fence)| self.set(slot, fence));
            }
        }
    }

    fn set(&mut self, slot: Slot, fence: Fence) {
        let keyspace = usize::from(slot.keyspace.value());
        if self.by_keyspace.len() <= keyspace {
            self.by_keyspace.resize_with(keyspace + 1, Vec::new);
        }
        let Some(fences) = self.by_keyspace.get_mut(keyspace) else { return };
        let first = fences.partition_point(|(held, _)| held.range.last() < slot.range.first());
        let end = fences.partition_point(|(held, _)| held.range.first() <= slot.range.last());
        let cut: Vec<_> = fences
            .get(first..end)
            .unwrap_or_default()
            .iter()
            .flat_map(|held| pieces(*held, slot))
            .collect();
        let mut replacement: Vec<_> = cut.into_iter().chain([(slot, fence)]).collect();
        replacement.sort_unstable_by_key(|(slot, _)| slot.range);
        fences.splice(first..end, replacement);
    }

    fn in_keyspace(&self, keyspace: KeyspaceId) -> &[(Slot, Fence)] {
        self.by_keyspace.get(usize::from(keyspace.value())).map_or(&[], Vec::as_slice)
    }

    fn holding(&self, keyspace: KeyspaceId, place: Place) -> Option<&(Slot, Fence)> {
        let fences = self.in_keyspace(keyspace);
        let index = fences.partition_point(|(held, _)| held.range.last() < place);
        fences.get(index).filter(|(held, _)| held.range.contains(place))
    }

    fn any_in(&self, slot: Slot) -> bool {
        self.in_keyspace(slot.keyspace).iter().any(|(held, _)| held.range.overlaps(slot.range))
    }
}

/// What is left of a fence when `slot` is cut out of it.
fn pieces((held, fence): (Slot, Fence), slot: Slot) -> impl Iterator<Item = (Slot, Fence)> {
    let ranges = held.range.around(slot.range).into_iter();
    let left = ranges.filter(move |range| *range != slot.range && !slot.range.covers(*range));
    left.map(move |range| (Slot { range, ..held }, fence))
}
