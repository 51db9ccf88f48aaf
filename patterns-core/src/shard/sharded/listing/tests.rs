//! Laws of coverage.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::*;
use crate::{
    key::{ALGORITHM, Place, PlaceRange},
    shard::{
        map::{KeyspaceRule, MapChange, Region},
        node::FenceChange,
    },
    store::{MemoryStore, conformance::block_on},
};

const NODES: [&str; 3] = ["A", "B", "C"];

/// Eight slots, each of one of the nodes.
fn map(owners: &[u16]) -> ShardMap {
    let mut map = ShardMap::default();
    let region = Region { range: PlaceRange::ALL, zone: None, whole: false };
    let slots = owners.iter().zip(0..).map(|(owner, slot)| (PlaceRange::slot(3, slot), *owner));
    let keyspace = MapChange::KeyspaceAdded {
        name: "default".into(),
        rule: KeyspaceRule { regions: vec![region], directory: false },
        slots: slots.collect(),
        nodes: NODES.map(Into::into).into(),
    };
    let (name, placing) = ("account".into(), "name".into());
    let joined = MapChange::TypeJoined { name, keyspace: KeyspaceId(0), placing };
    for change in [MapChange::Created { algorithm: ALGORITHM.into() }, keyspace, joined] {
        map.apply(&change).unwrap();
    }
    map
}

fn fences(modes: &[u8]) -> Fences {
    let epoch = Epoch::FIRST;
    let mut fences = Fences::default();
    let fence = |(mode, slot): (&u8, u32)| {
        let fence = match mode {
            0 => Fence::Owner { epoch },
            1 => Fence::Moved { epoch },
            _ => Fence::Absent { epoch },
        };
        (Slot { keyspace: KeyspaceId(0), range: PlaceRange::slot(3, slot) }, fence)
    };
    let changed = modes.iter().zip(0..).map(fence).collect();
    fences.apply(FenceChange::Changed { fences: changed, after: None });
    fences
}

proptest! {
    #[test]
    fn s8_without_a_gap_every_place_is_answered_for_by_one_node_that_has_all_of_it(
        owners in prop::collection::vec(0..3_u16, 8),
        mut modes in prop::collection::vec(prop::collection::vec(0..3_u8, 8), 3),
        complete in any::<bool>(),
        place in any::<u64>(),
    ) {
        if complete {
            owners.iter().enumerate().for_each(|(slot, owner)| modes[usize::from(*owner)][slot] = 0);
        }
        let nodes = NODES.iter().zip(&modes).map(|(name, modes)| {
            let node = block_on(Node::open((*name).into(), Arc::new(MemoryStore::new())));
            (Arc::new(node.unwrap()), Arc::new(fences(modes)))
        });
        let (nodes, keyspace) = (nodes.collect(), KeyspaceId(0));
        let coverage = Coverage { map: Arc::new(map(&owners)), keyspace, nodes };
        let all = owners.iter().enumerate().all(|(slot, owner)| modes[usize::from(*owner)][slot] == 0);
        prop_assert_eq!(coverage.gap().is_none(), all);
        let place = Place::new(place);
        let (stream, _) = StreamId::new("account", &1).placed(place).unplaced().unwrap();
        let answer = |(node, fences): &&(Arc<Node>, Arc<Fences>)| {
            coverage.is_owner(node.name(), &stream).then(|| fences.at(keyspace, place).answers_reads())
        };
        let answers: Vec<_> = coverage.nodes.iter().filter_map(|node| answer(&node)).collect();
        prop_assert_eq!(answers.len(), 1);
        prop_assert!(!all || answers[0]);
    }
}
