//! From a stream to its keyspace and place, and how a type's first stream finds both.

use std::collections::HashMap;

use arc_swap::ArcSwap;

use super::Cluster;
use crate::{
    event::StreamId,
    key::{Place, PlaceHasher, PlaceRange, ShardPolicy, ShardStrategy},
    shard::{
        ShardError,
        fence::{Epoch, Fence},
        map::{KeyspaceId, KeyspaceRule, MapChange, MapError, Region, ShardMap, Slot, TypeEntry},
        node_id::NodeId,
        placement::{self, Unit},
    },
};

/// How streams of types without a shard key are placed.
const BY_NAME: &str = "name";
/// Their keyspace, which is also that of types that declare no other.
const DEFAULT: &str = "default";
/// 4,096 slots.
const BITS: u8 = 12;

/// Where a stream is, whoever owns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shard) struct Located {
    pub(in crate::shard) keyspace: KeyspaceId,
    pub(in crate::shard) place: Place,
}

/// The types that were seen already. What is known of a type never changes.
#[derive(Debug, Default)]
pub(super) struct KnownTypes(ArcSwap<HashMap<Vec<u8>, Known>>);

#[derive(Clone, Copy, Debug)]
struct Known {
    keyspace: KeyspaceId,
    /// Whether its streams have routes.
    routed: bool,
    /// The declaration that was compared with the map.
    policy: Option<&'static ShardPolicy>,
}

impl KnownTypes {
    /// Where a stream is, if its type has been seen with the same declaration before.
    fn locate(&self, stream: &StreamId) -> Option<Located> {
        let known = *self.0.load().get(stream.type_prefix())?;
        let located = |place| Located { keyspace: known.keyspace, place };
        let Some(route) = stream.route() else {
            return (!known.routed).then(|| located(place_of_name(stream)));
        };
        let compared = match (route.policy(), known.policy) {
            (None, _) => true,
            (Some(declared), known) => {
                known.is_some_and(|known| core::ptr::eq(known, declared) || *known == *declared)
            }
        };
        compared.then(|| located(route.place()))
    }

    fn learn(&self, stream: &StreamId, known: Known) {
        self.0.rcu(|types| {
            let mut types = HashMap::clone(types);
            types.insert(stream.type_prefix().to_vec(), known);
            types
        });
    }
}

fn place_of_name(stream: &StreamId) -> Place {
    let mut hasher = PlaceHasher::new();
    hasher.bytes(stream.as_bytes());
    hasher.finish()
}

/// How the type of a stream declares that it is placed.
fn placing(stream: &StreamId) -> Option<String> {
    match stream.route() {
        None => Some(BY_NAME.into()),
        Some(route) => route.policy().map(ShardPolicy::describe),
    }
}

impl Cluster {
    /// Where a stream is; `None` when its type has no streams yet.
    pub(in crate::shard) async fn locate(
        &self,
        stream: &StreamId,
    ) -> Result<Option<Located>, ShardError> {
        if let Some(located) = self.types.locate(stream) {
            return Ok(Some(located));
        }
        let mut map = self.map.current();
        if map.type_of(stream.type_prefix()).is_none() {
            map = self.map.refresh().await?;
        }
        map.type_of(stream.type_prefix()).map(|entry| self.compare(stream, entry)).transpose()
    }

    /// Where a stream is, which is to be written to: its type joins the map if it has no streams yet.
    pub(in crate::shard) async fn locate_to_write(
        &self,
        stream: &StreamId,
    ) -> Result<Located, ShardError> {
        loop {
            if let Some(located) = self.locate(stream).await? {
                return Ok(located);
            }
            self.join(stream).await?;
        }
    }

    /// Compares what the code declares with what the map has; routes mean nothing under another declaration.
    fn compare(&self, stream: &StreamId, entry: &TypeEntry) -> Result<Located, ShardError> {
        let routed = entry.placing != BY_NAME;
        if routed && stream.route().is_none() {
            return Err(ShardError::Unrouted { stream: stream.clone() });
        }
        if let Some(declared) = placing(stream).filter(|declared| *declared != entry.placing) {
            let (type_name, stored) = (entry.name.clone(), entry.placing.clone());
            return Err(ShardError::Replaced { type_name, declared, stored });
        }
        let policy = stream.route().and_then(|route| route.policy());
        self.types.learn(stream, Known { keyspace: entry.keyspace, routed, policy });
        let place = stream.route().map_or_else(|| place_of_name(stream), |route| route.place());
        Ok(Located { keyspace: entry.keyspace, place })
    }

    async fn join(&self, stream: &StreamId) -> Result<(), ShardError> {
        let Some(placing) = placing(stream) else {
            return Err(ShardError::Unrouted { stream: stream.clone() });
        };
        let name = type_name(stream);
        let policy = stream.route().and_then(|route| route.policy());
        let keyspace = policy.map_or(DEFAULT, |policy| policy.keyspace(&name));
        let rule = policy.map_or_else(KeyspaceRule::of_hash, KeyspaceRule::of);
        let keyspace = self.keyspace(keyspace, rule).await?;
        let change = |map: &ShardMap| {
            let absent = map.type_of(stream.type_prefix()).is_none();
            let (name, placing) = (name.clone(), placing.clone());
            Ok(absent.then_some(MapChange::TypeJoined { name, keyspace, placing }))
        };
        self.map.change::<MapError>(change).await?;
        Ok(())
    }

    /// The keyspace of this name, with its slots on the nodes; added if there is none.
    async fn keyspace(&self, name: &str, rule: KeyspaceRule) -> Result<KeyspaceId, ShardError> {
        let add = |map: &ShardMap| match map.keyspace_named(name) {
            Some(_) => Ok(None),
            None => placed(map, name, &rule).map(Some),
        };
        self.map.change::<MapError>(add).await?;
        let map = self.map.current();
        let Some(keyspace) = map.keyspace_named(name) else {
            return Err(MapError::Outdated { version: map.version() }.into());
        };
        if *keyspace.rule() != rule {
            let (declared, stored) = (format!("{rule:?}"), format!("{:?}", keyspace.rule()));
            return Err(ShardError::Replaced { type_name: name.into(), declared, stored });
        }
        self.found(&map, keyspace.id()).await?;
        Ok(keyspace.id())
    }

    /// Tells every node which slots it owns that have never had an owner.
    pub(super) async fn found(&self, map: &ShardMap, id: KeyspaceId) -> Result<(), ShardError> {
        let mut owned: HashMap<_, Vec<_>> = HashMap::new();
        for entry in map.keyspace(id).into_iter().flat_map(|keyspace| keyspace.entries()) {
            if entry.epoch != Epoch::FIRST {
                continue;
            }
            let slot = Slot { keyspace: id, range: entry.range };
            let fence = Fence::Owner { epoch: entry.epoch };
            owned.entry(entry.owner.clone()).or_default().push((slot, fence));
        }
        for (name, slots) in owned {
            // A node that is not connected is told when it is.
            let Ok(node) = self.node(&name) else { continue };
            let founded = node.found(&slots).await;
            founded.map_err(|cause| ShardError::NodeAppend { node: name, cause })?;
        }
        Ok(())
    }
}

/// The stored name of a stream's type, in words; empty for a stream that was not named after one.
fn type_name(stream: &StreamId) -> String {
    crate::key::KeyDecoder::new(stream.type_prefix()).text().unwrap_or_default()
}

/// A new keyspace on the nodes of the map.
fn placed(map: &ShardMap, name: &str, rule: &KeyspaceRule) -> Result<MapChange, MapError> {
    let nodes: Vec<_> =
        map.nodes().filter(|node| node.is_active()).map(|node| node.node.clone()).collect();
    let units = rule.units();
    let owners = placement::place(name, &units, &nodes)
        .map_err(|cause| MapError::NoNode { keyspace: name.into(), cause })?;
    let number = |owner: &NodeId| nodes.iter().position(|node| node.name == *owner);
    let slots = units.iter().zip(&owners).flat_map(|(unit, owner)| {
        let owner = number(owner).unwrap_or_default() as u16;
        placement::slots(BITS, unit.places).map(move |slot| (slot, owner))
    });
    let slots = slots.collect();
    let nodes = nodes.into_iter().map(|node| node.name).collect();
    Ok(MapChange::KeyspaceAdded { name: name.into(), rule: rule.clone(), slots, nodes })
}

impl KeyspaceRule {
    /// What is placed as one: whole regions where that is wanted, else slots.
    fn units(&self) -> Vec<Unit> {
        let units = self.regions.iter().flat_map(|region| {
            let unit = |places| Unit { places, zone: region.zone.clone(), at: None };
            let slots = placement::slots(BITS, region.range).map(unit);
            let whole = region.whole.then(|| unit(region.range));
            whole.into_iter().chain(slots.filter(|_| !region.whole))
        });
        units.collect()
    }

    fn of_hash() -> Self {
        let all = Region { range: PlaceRange::ALL, zone: None, whole: false };
        Self { regions: vec![all], directory: false }
    }

    fn of(policy: &ShardPolicy) -> Self {
        let share = |index| PlaceRange::share(index, policy.regions());
        let region = |index: u32| match policy.strategy {
            ShardStrategy::Range(_) => Region { range: share(index), zone: None, whole: true },
            ShardStrategy::Zone(zones) => {
                let zone = zones.get(index as usize).map(|zone| (*zone).to_owned());
                Region { range: share(index), zone, whole: false }
            }
            _ => Region { range: share(index), zone: None, whole: false },
        };
        let directory = matches!(policy.strategy, ShardStrategy::Directory);
        Self { regions: (0..policy.regions()).map(region).collect(), directory }
    }
}
