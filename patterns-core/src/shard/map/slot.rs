//! Slots, who owns them, and the changes of ownership that a map takes. Pure.

use serde::{Deserialize, Serialize};

use crate::{
    key::{Place, PlaceRange},
    shard::{
        fence::{Epoch, MoveId},
        moving::Move,
        node_id::NodeId,
    },
};

/// Names one keyspace of a map, in the order in which they were added.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct KeyspaceId(pub(in crate::shard) u16);

impl KeyspaceId {
    /// The number.
    pub const fn value(self) -> u16 {
        self.0
    }
}

/// Names one store, by a number that was drawn when it became that of a node: a directory that was lost, restored empty, or mixed up with another is
/// not taken for the node's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StoreIdentity(pub(in crate::shard) u64);

/// A range of places that is owned, moved and measured as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Slot {
    /// Of which keyspace.
    pub keyspace: KeyspaceId,
    /// The places.
    pub range: PlaceRange,
}

impl Slot {
    /// Whether a key at `place` of `keyspace` is in the slot.
    pub fn contains(&self, keyspace: KeyspaceId, place: Place) -> bool {
        self.keyspace == keyspace && self.range.contains(place)
    }
}

impl core::fmt::Display for Slot {
    /// The keyspace and the first place; also the last one where the slot is a single place.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}/{}-{}", self.keyspace.0, self.range.first(), self.range.last())
    }
}

/// Whether the ownership of a slot is about to change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// It is not.
    #[default]
    Stable,
    /// A move is planned or under way; not decided.
    Moving {
        /// The move.
        id: MoveId,
        /// The target.
        to: NodeId,
    },
    /// The move is decided: the target is the owner, and has to learn of it.
    Committed {
        /// The move.
        id: MoveId,
        /// The source.
        from: NodeId,
    },
    /// The move is given up: the source is the owner, and has to learn of it.
    Aborting {
        /// The move.
        id: MoveId,
        /// The target.
        to: NodeId,
    },
}

/// What a map says of one slot.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Entry {
    /// The places.
    pub range: PlaceRange,
    /// The node that owns them.
    pub owner: NodeId,
    /// Since which decision.
    pub epoch: Epoch,
    /// What is about to change.
    pub phase: Phase,
}

/// A change of one slot; each is one compare-and-set of the map.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SlotChange {
    /// A move to this node is planned.
    Plan {
        /// The target.
        to: NodeId,
    },
    /// The move is decided.
    Commit,
    /// The move is over.
    Finish,
    /// The move is given up.
    Abort,
    /// The abort is over.
    Aborted,
}

impl Entry {
    /// A slot that has never moved.
    pub const fn first(range: PlaceRange, owner: NodeId) -> Self {
        Self { range, owner, epoch: Epoch::FIRST, phase: Phase::Stable }
    }

    /// The move that is planned, decided or given up.
    pub fn current_move(&self, keyspace: KeyspaceId) -> Option<Move> {
        let slot = Slot { keyspace, range: self.range };
        let before = Epoch(self.epoch.0.saturating_sub(1));
        let (id, from, to, epoch) = match &self.phase {
            Phase::Stable => return None,
            Phase::Moving { id, to } => (*id, &self.owner, to, self.epoch),
            Phase::Committed { id, from } => (*id, from, &self.owner, before),
            Phase::Aborting { id, to } => (*id, &self.owner, to, before),
        };
        Some(Move { id, slot, from: from.clone(), to: to.clone(), epoch })
    }

    /// The entry after `change` by the move `id`; `None` when the change comes too late.
    pub fn changed(&self, change: &SlotChange, id: MoveId) -> Option<Self> {
        let (owner, epoch, phase) = match (&self.phase, change) {
            (Phase::Stable, SlotChange::Plan { to }) if *to != self.owner => {
                (&self.owner, self.epoch, Phase::Moving { id, to: to.clone() })
            }
            (Phase::Moving { id: by, to }, SlotChange::Commit) if *by == id => {
                (to, self.epoch.next(), Phase::Committed { id, from: self.owner.clone() })
            }
            (Phase::Moving { id: by, to }, SlotChange::Abort) if *by == id => {
                (&self.owner, self.epoch.next(), Phase::Aborting { id, to: to.clone() })
            }
            (Phase::Committed { id: by, .. }, SlotChange::Finish)
            | (Phase::Aborting { id: by, .. }, SlotChange::Aborted)
                if *by == id =>
            {
                (&self.owner, self.epoch, Phase::Stable)
            }
            _ => return None,
        };
        Some(Self { range: self.range, owner: owner.clone(), epoch, phase })
    }

    /// Whether `change` is the decision on the move `id` that the slot is in.
    pub fn is_decided_by(&self, change: &SlotChange, id: MoveId) -> bool {
        match (&self.phase, change) {
            (Phase::Committed { id: by, .. }, SlotChange::Commit)
            | (Phase::Aborting { id: by, .. }, SlotChange::Abort) => *by == id,
            _ => false,
        }
    }
}
