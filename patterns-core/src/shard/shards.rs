//! Anything spread over nodes by a key: pools, clients, caches. No events needed.

use serde::{Deserialize, Serialize};

use super::{
    map::{MapError, Routes},
    node_id::{Node, NodeId},
    placement::{self, Relocation, Unit},
};
use crate::key::{ALGORITHM, Place, PlaceRange, ShardKey};

/// 4,096 slots.
const BITS: u8 = 12;

/// Which node bears which places. To be stored by whoever moves what is on the nodes; computed anew from the same nodes it is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    algorithm: String,
    slots: Vec<(PlaceRange, NodeId)>,
}

impl Placement {
    /// 4,096 slots, spread over `nodes` by their weights.
    ///
    /// # Errors
    /// When no node has a weight.
    pub fn new(nodes: &[Node]) -> Result<Self, MapError> {
        let units: Vec<_> = placement::slots(BITS, PlaceRange::ALL).map(Unit::new).collect();
        let owners = placement::place("default", &units, nodes).map_err(no_node)?;
        let slots = units.into_iter().map(|unit| unit.places).zip(owners).collect();
        Ok(Self { algorithm: ALGORITHM.into(), slots })
    }

    /// The placement on other nodes that differs from this one as little as can be, and what is to be moved for it.
    ///
    /// # Errors
    /// When no node has a weight.
    pub fn on(&self, nodes: &[Node]) -> Result<(Self, Vec<Relocation>), MapError> {
        let unit = |(places, owner): &(PlaceRange, NodeId)| Unit::new(*places).at(owner.clone());
        let units: Vec<_> = self.slots.iter().map(unit).collect();
        let owners = placement::place("default", &units, nodes).map_err(no_node)?;
        let moved = placement::relocations("default", &units, nodes).map_err(no_node)?;
        let slots = units.into_iter().map(|unit| unit.places).zip(owners).collect();
        Ok((Self { slots, ..self.clone() }, moved))
    }
}

fn no_node(cause: placement::PlacementError) -> MapError {
    MapError::NoNode { keyspace: "default".into(), cause }
}

/// Things of which each bears its share of the keys: `Shards<PgPool>`, `Shards<HttpClient>`.
///
/// A key finds its node by a hash that never changes, over 4,096 slots. Looking it up takes some nanoseconds and allocates nothing.
///
/// ```
/// use patterns_core::shard::{Node, Shards};
///
/// let pools = ["berlin", "paris", "rome"].map(|name| (Node::new(name), format!("pool of {name}")));
/// let shards = Shards::new(pools)?;
/// assert_eq!(shards.get("customer-7"), shards.get("customer-7"));
/// let counts = pollster::block_on(shards.scatter(async |_, pool: &String| Ok::<_, ()>(pool.len())).all());
/// assert_eq!(counts.unwrap().len(), 3);
/// # Ok::<(), patterns_core::shard::MapError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Shards<T> {
    nodes: Vec<(NodeId, T)>,
    routes: Routes,
}

impl<T> Shards<T> {
    /// Spreads the keys over `nodes` by their weights: every process that names the same nodes does it alike.
    ///
    /// # Errors
    /// When no node has a weight.
    pub fn new(nodes: impl IntoIterator<Item = (Node, T)>) -> Result<Self, MapError> {
        let (nodes, things): (Vec<_>, Vec<_>) = nodes.into_iter().unzip();
        let placement = Placement::new(&nodes)?;
        Self::placed(&placement, nodes.into_iter().map(|node| node.name).zip(things))
    }

    /// The keys are where `placement` says.
    ///
    /// # Errors
    /// When a node is missing, or keys are placed by an algorithm that this code does not have.
    pub fn placed(
        placement: &Placement,
        nodes: impl IntoIterator<Item = (NodeId, T)>,
    ) -> Result<Self, MapError> {
        if placement.algorithm != ALGORITHM {
            return Err(MapError::UnknownAlgorithm { algorithm: placement.algorithm.clone() });
        }
        let nodes: Vec<_> = nodes.into_iter().collect();
        let number = |(places, owner): &(PlaceRange, NodeId)| {
            let number = nodes.iter().position(|(name, _)| name == owner);
            let number = number.and_then(|number| u16::try_from(number).ok());
            Ok((*places, number.ok_or_else(|| MapError::NoSuchNode { name: owner.clone() })?))
        };
        let owned = placement.slots.iter().map(number).collect::<Result<Vec<_>, MapError>>()?;
        if !holds_every_place(&placement.slots) {
            return Err(MapError::Incomplete);
        }
        let routes = Routes::new(owned).ok_or(MapError::Incomplete)?;
        Ok(Self { nodes, routes })
    }

    /// The node that bears `key`.
    #[inline]
    pub fn get<K: ShardKey + ?Sized>(&self, key: &K) -> &T {
        self.at(key.place()).1
    }

    /// The node that bears what lies at `place`, and its name.
    #[inline]
    pub fn at(&self, place: Place) -> (&NodeId, &T) {
        let owner = self.routes.node_of(place).map(usize::from);
        match owner.and_then(|owner| self.nodes.get(owner)) {
            Some((name, node)) => (name, node),
            None => unreachable!("the placement has been checked to hold every place"),
        }
    }

    /// All nodes.
    pub fn iter(&self) -> impl Iterator<Item = (&NodeId, &T)> {
        self.nodes.iter().map(|(name, node)| (name, node))
    }
}

/// Whether the slots follow each other from the first place to the last.
fn holds_every_place(slots: &[(PlaceRange, NodeId)]) -> bool {
    let mut next = Some(0);
    for (places, _) in slots {
        if next != Some(places.first().value()) {
            return false;
        }
        next = places.last().value().checked_add(1);
    }
    next.is_none()
}
