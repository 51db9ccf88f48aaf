//! The changes of a map, as they are stored: one event each. What they say never changes its meaning, so that an old map can be read.

use serde::{Deserialize, Serialize};

use super::slot::{KeyspaceId, Slot, SlotChange, StoreIdentity};
use crate::{
    event::{Event, EventSchema},
    key::PlaceRange,
    shard::{
        fence::MoveId,
        node_id::{Node, NodeId},
    },
};

/// One change of a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MapChange {
    /// The map is begun.
    Created {
        /// How places are computed: [`ALGORITHM`](crate::key::ALGORITHM) of the code that began it.
        algorithm: String,
    },
    /// A node can be given slots.
    NodeAdded {
        /// The node.
        node: Node,
        /// The store of its events.
        store: StoreIdentity,
    },
    /// A node is to be given no more slots.
    NodeDraining {
        /// The node.
        name: NodeId,
    },
    /// A node without slots takes no more part. What was appended to it stays to be read in its log.
    NodeRemoved {
        /// The node.
        name: NodeId,
    },
    /// The log of a removed node is not to be read any more either.
    NodeForgotten {
        /// The node.
        name: NodeId,
    },
    /// Slots for a new keyspace.
    KeyspaceAdded {
        /// Its name.
        name: String,
        /// What its types declare.
        rule: KeyspaceRule,
        /// The slots in the order of their places, and the owner of each, as an index of `nodes`.
        slots: Vec<(PlaceRange, u16)>,
        /// The nodes that own slots.
        nodes: Vec<NodeId>,
    },
    /// A type has streams in a keyspace.
    TypeJoined {
        /// The stored name of the type.
        name: String,
        /// The keyspace.
        keyspace: KeyspaceId,
        /// How the type computes places; other code is refused.
        placing: String,
    },
    /// A slot is cut so that these places are one of their own.
    Cut {
        /// What is cut out.
        slot: Slot,
    },
    /// Every slot is cut in halves.
    Doubled {
        /// The keyspace.
        keyspace: KeyspaceId,
    },
    /// The ownership of a slot changes.
    Slot {
        /// The slot.
        slot: Slot,
        /// The move that changes it; for a plan the version of this change.
        by: MoveId,
        /// How.
        change: SlotChange,
    },
}

/// What the types of one keyspace have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyspaceRule {
    /// The parts of the places that placement treats apart: ranges or zones; one for all else.
    pub regions: Vec<Region>,
    /// Whether only keys have a place that were given one.
    pub directory: bool,
}

/// A contiguous part of the places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// The places.
    pub range: PlaceRange,
    /// The zone whose nodes alone may own them.
    pub zone: Option<String>,
    /// Whether it begins whole on one node.
    pub whole: bool,
}

impl Event for MapChange {
    const SCHEMA: &'static [EventSchema] = &[
        EventSchema::new("created"),
        EventSchema::new("node-added"),
        EventSchema::new("node-draining"),
        EventSchema::new("node-removed"),
        EventSchema::new("node-forgotten"),
        EventSchema::new("keyspace-added"),
        EventSchema::new("type-joined"),
        EventSchema::new("cut"),
        EventSchema::new("doubled"),
        EventSchema::new("slot"),
    ];
}
