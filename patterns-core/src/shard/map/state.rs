//! The map: the fold of its changes. Pure.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    change::{KeyspaceRule, MapChange},
    error::MapError,
    keyspace::Keyspace,
    slot::{Entry, KeyspaceId, Phase, Slot, SlotChange, StoreIdentity},
};
use crate::{
    event::StreamId,
    key::{ALGORITHM, Place, PlaceRange},
    shard::{
        moving::Move,
        node_id::{Node, NodeId},
    },
};

/// Who owns what, as of one version. A copy of it may be old: that costs its holder a refusal and a look at the new one, never an event.
#[derive(Clone, Debug, Default)]
pub struct ShardMap {
    version: u64,
    nodes: BTreeMap<NodeId, MapNode>,
    /// Shared with earlier versions as far as they have not changed.
    keyspaces: Vec<Arc<Keyspace>>,
    /// By what the names of their streams begin with.
    types: BTreeMap<Vec<u8>, TypeEntry>,
}

/// A node, as the map knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapNode {
    /// Its name, weight and zone.
    pub node: Node,
    /// The store of its events.
    pub store: StoreIdentity,
    /// What part it takes.
    pub state: NodeState,
}

/// What part a node takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeState {
    /// It owns slots and is given more.
    Active,
    /// It is given no more slots.
    Draining,
    /// It has no slots and gets none; its log can still be read.
    Removed,
}

impl MapNode {
    /// Whether it can be given slots.
    pub fn is_active(&self) -> bool {
        self.state == NodeState::Active
    }
}

/// A type that has streams in a keyspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeEntry {
    /// The stored name; empty for streams that are not named after a type.
    pub name: String,
    /// The keyspace.
    pub keyspace: KeyspaceId,
    /// How the type computes places.
    pub placing: String,
}

impl ShardMap {
    /// How many changes the map has seen.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// The nodes that own slots or can be given some, by name.
    pub fn nodes(&self) -> impl Iterator<Item = &MapNode> {
        self.nodes.values().filter(|node| node.state != NodeState::Removed)
    }

    /// Also those that were removed and are not forgotten.
    pub fn all_nodes(&self) -> impl Iterator<Item = &MapNode> {
        self.nodes.values()
    }

    /// The node of this name, unless it was removed.
    pub fn node(&self, name: &NodeId) -> Option<&MapNode> {
        self.known_node(name).filter(|node| node.state != NodeState::Removed)
    }

    /// The node of this name, also if it was removed.
    pub fn known_node(&self, name: &NodeId) -> Option<&MapNode> {
        self.nodes.get(name)
    }

    /// The keyspaces, in the order in which they were added.
    pub fn keyspaces(&self) -> impl Iterator<Item = &Keyspace> {
        self.keyspaces.iter().map(|keyspace| &**keyspace)
    }

    /// The keyspace of this number.
    pub fn keyspace(&self, id: KeyspaceId) -> Option<&Keyspace> {
        self.keyspaces.get(usize::from(id.0)).map(|keyspace| &**keyspace)
    }

    /// The keyspace of this name.
    pub fn keyspace_named(&self, name: &str) -> Option<&Keyspace> {
        self.keyspaces().find(|keyspace| keyspace.name() == name)
    }

    /// What is known of the type whose streams' names begin with `prefix`.
    pub(in crate::shard) fn type_of(&self, prefix: &[u8]) -> Option<&TypeEntry> {
        self.types.get(prefix)
    }

    /// The types that have streams.
    pub fn types(&self) -> impl Iterator<Item = &TypeEntry> {
        self.types.values()
    }

    /// What the names of the streams in a keyspace begin with.
    pub(in crate::shard) fn prefixes_in(
        &self,
        keyspace: KeyspaceId,
    ) -> impl Iterator<Item = &[u8]> {
        let types = self.types.iter().filter(move |(_, entry)| entry.keyspace == keyspace);
        types.map(|(prefix, _)| prefix.as_slice())
    }

    /// The slot that holds `place`.
    pub fn entry(&self, keyspace: KeyspaceId, place: Place) -> Option<&Entry> {
        self.keyspace(keyspace)?.entry(place)
    }

    /// Every slot.
    pub fn slots(&self) -> impl Iterator<Item = (Slot, &Entry)> {
        self.keyspaces().flat_map(|keyspace| {
            let slot = |entry: &Entry| Slot { keyspace: keyspace.id(), range: entry.range };
            keyspace.entries().iter().map(move |entry| (slot(entry), entry))
        })
    }

    /// The moves that are planned, decided or given up, and not over.
    pub fn moves(&self) -> impl Iterator<Item = (Move, &Phase)> {
        self.slots()
            .filter_map(|(slot, entry)| Some((entry.current_move(slot.keyspace)?, &entry.phase)))
    }

    /// The slot of exactly these places.
    pub fn slot(&self, slot: Slot) -> Option<&Entry> {
        self.entry(slot.keyspace, slot.range.first()).filter(|entry| entry.range == slot.range)
    }

    /// Makes a change. An error when it does not fit: it comes too late, or the map is damaged; the map is not to be used further then.
    pub(in crate::shard) fn apply(&mut self, change: &MapChange) -> Result<(), MapError> {
        self.version += 1;
        if let MapChange::Created { algorithm } = change
            && algorithm != ALGORITHM
        {
            return Err(MapError::UnknownAlgorithm { algorithm: algorithm.clone() });
        }
        if self.fits(change) { Ok(()) } else { Err(MapError::Outdated { version: self.version }) }
    }

    fn fits(&mut self, change: &MapChange) -> bool {
        match change {
            MapChange::Created { .. } => self.version == 1,
            MapChange::NodeAdded { node, store } => self.add_node(node, *store),
            MapChange::NodeDraining { name } => self.set_state(name, NodeState::Draining),
            MapChange::NodeRemoved { name } => {
                !self.is_used(name) && self.set_state(name, NodeState::Removed)
            }
            MapChange::NodeForgotten { name } => {
                let removed = |node: &MapNode| node.state == NodeState::Removed;
                self.nodes.get(name).is_some_and(removed) && self.nodes.remove(name).is_some()
            }
            MapChange::KeyspaceAdded { name, rule, slots, nodes } => {
                self.add_keyspace(name, rule, slots, nodes).is_some()
            }
            MapChange::TypeJoined { name, keyspace, placing } => {
                let (name, placing) = (name.clone(), placing.clone());
                self.join(TypeEntry { name, keyspace: *keyspace, placing })
            }
            MapChange::Cut { slot } => {
                self.keyspace_mut(slot.keyspace).is_some_and(|found| found.cut(slot.range))
            }
            MapChange::Doubled { keyspace } => {
                self.keyspace_mut(*keyspace).is_some_and(Keyspace::double)
            }
            MapChange::Slot { slot, by, change } => {
                let entry = self.slot(*slot).filter(|_| self.allows(*slot, change));
                let changed = entry.and_then(|entry| entry.changed(change, *by));
                let keyspace = self.keyspace_mut(slot.keyspace);
                changed.zip(keyspace).is_some_and(|(entry, keyspace)| keyspace.set(entry))
            }
        }
    }

    fn add_node(&mut self, node: &Node, store: StoreIdentity) -> bool {
        let added = MapNode { node: node.clone(), store, state: NodeState::Active };
        // A name is never used again: readers of logs remember how far they have come by it.
        !self.nodes.contains_key(&node.name)
            && self.nodes.insert(node.name.clone(), added).is_none()
    }

    fn set_state(&mut self, name: &NodeId, state: NodeState) -> bool {
        let node = self.nodes.get_mut(name).filter(|node| node.state != NodeState::Removed);
        node.map(|node| node.state = state).is_some()
    }

    fn add_keyspace(
        &mut self,
        name: &str,
        rule: &KeyspaceRule,
        slots: &[(PlaceRange, u16)],
        nodes: &[NodeId],
    ) -> Option<()> {
        if self.keyspace_named(name).is_some() {
            return None;
        }
        let entry = |(range, owner): &(PlaceRange, u16)| {
            Some(Entry::first(*range, nodes.get(usize::from(*owner))?.clone()))
        };
        let entries = slots.iter().map(entry).collect::<Option<_>>()?;
        let id = KeyspaceId(u16::try_from(self.keyspaces.len()).ok()?);
        self.keyspaces.push(Arc::new(Keyspace::new(id, name.into(), rule.clone(), entries)?));
        Some(())
    }

    fn join(&mut self, joined: TypeEntry) -> bool {
        let prefix = match joined.name.as_str() {
            "" => Vec::new(),
            name => StreamId::prefix(name),
        };
        self.keyspace(joined.keyspace).is_some() && self.types.insert(prefix, joined).is_none()
    }

    /// Whether a plan is one that the target can be given.
    fn allows(&self, slot: Slot, change: &SlotChange) -> bool {
        match change {
            SlotChange::Plan { to } => self.can_bear(slot, to),
            _ => true,
        }
    }

    /// Whether a node is there, is given slots, and stands in the zone that a slot must stay in.
    pub(in crate::shard) fn can_bear(&self, slot: Slot, node: &NodeId) -> bool {
        let zone = self.zone(slot);
        let active = self.nodes.get(node).filter(|node| node.is_active());
        active.is_some_and(|node| zone.is_none() || zone == node.node.zone.as_deref())
    }

    /// The zone that a slot must stay in.
    pub(in crate::shard) fn zone(&self, slot: Slot) -> Option<&str> {
        let regions = &self.keyspace(slot.keyspace)?.rule().regions;
        regions.iter().find(|region| region.range.overlaps(slot.range))?.zone.as_deref()
    }

    fn keyspace_mut(&mut self, id: KeyspaceId) -> Option<&mut Keyspace> {
        self.keyspaces.get_mut(usize::from(id.0)).map(Arc::make_mut)
    }

    /// Whether a node owns a slot, or takes part in a move.
    fn is_used(&self, name: &NodeId) -> bool {
        self.slots().any(|(_, entry)| entry.owner == *name)
            || self.moves().any(|(mv, _)| mv.from == *name || mv.to == *name)
    }
}
