//! A map is the fold of its changes; cutting slots changes no owner, and every place is in one slot.

use proptest::prelude::*;

use super::{PARTS, place, slots};
use crate::{
    event::{decode, encode},
    key::{ALGORITHM, PlaceRange},
    shard::{
        fence::MoveId,
        map::{
            Entry, KeyspaceId, KeyspaceRule, MapChange, Phase, Region, ShardMap, Slot, SlotChange,
            StoreIdentity,
        },
        node_id::{Node, NodeId},
    },
};

const NODES: [&str; 3] = ["A", "B", "C"];

/// What may be tried of a map.
#[derive(Clone, Debug)]
enum Attempt {
    Cut(Slot),
    Double(u16),
    Change { part: u64, to: usize, kind: u8 },
}

fn attempts() -> impl Strategy<Value = Vec<Attempt>> {
    let change = (0..PARTS, 0..3_usize, 0..8_u8);
    let attempt = prop_oneof![
        3 => slots().prop_map(Attempt::Cut),
        1 => (0..2_u16).prop_map(Attempt::Double),
        8 => change.prop_map(|(part, to, kind)| Attempt::Change { part, to, kind }),
    ];
    prop::collection::vec(attempt, 0..25)
}

/// Two keyspaces of two slots.
fn begun() -> Vec<MapChange> {
    let mut changes = vec![MapChange::Created { algorithm: ALGORITHM.into() }];
    let node =
        |name: &&str| MapChange::NodeAdded { node: Node::new(*name), store: StoreIdentity(7) };
    changes.extend(NODES.iter().map(node));
    let region = Region { range: PlaceRange::ALL, zone: None, whole: false };
    changes.extend(["one", "two"].map(|name| MapChange::KeyspaceAdded {
        name: name.into(),
        rule: KeyspaceRule { regions: vec![region.clone()], directory: false },
        slots: (0..2).map(|slot| (PlaceRange::slot(1, slot), slot as u16)).collect(),
        nodes: NODES.map(Into::into).into(),
    }));
    changes
}

fn change(map: &ShardMap, attempt: &Attempt) -> Option<MapChange> {
    Some(match attempt {
        Attempt::Cut(slot) => MapChange::Cut { slot: *slot },
        Attempt::Double(keyspace) => MapChange::Doubled { keyspace: KeyspaceId(*keyspace) },
        Attempt::Change { part, to, kind } => {
            let keyspace = KeyspaceId((part % 2) as u16);
            let entry = map.entry(keyspace, place(*part))?;
            let id = entry.current_move(keyspace).map(|mv| mv.id);
            let plan = SlotChange::Plan { to: NODES[*to].into() };
            let (id, change) = match (kind, id) {
                (0, _) => (MoveId(1), SlotChange::Commit),
                (_, None) => (MoveId(map.version() + 1), plan),
                (1 | 2, Some(id)) => (id, SlotChange::Abort),
                (3 | 4, Some(id)) => (id, SlotChange::Commit),
                (5, Some(id)) => (id, SlotChange::Aborted),
                (_, Some(id)) => (id, SlotChange::Finish),
            };
            MapChange::Slot { slot: Slot { keyspace, range: entry.range }, by: id, change }
        }
    })
}

fn entries(map: &ShardMap) -> Vec<(Slot, Entry)> {
    map.slots().map(|(slot, entry)| (slot, entry.clone())).collect()
}

/// Of every part its owner, its epoch and whether it moves.
fn owners(map: &ShardMap) -> Vec<(NodeId, u64, Phase)> {
    let all = (0..2).flat_map(|keyspace| (0..PARTS).map(move |part| (keyspace, part)));
    let entries = all.map(|(keyspace, part)| map.entry(KeyspaceId(keyspace), place(part)).unwrap());
    entries.map(|entry| (entry.owner.clone(), entry.epoch.value(), entry.phase.clone())).collect()
}

/// The slots hold every place once.
fn covers_all_once(map: &ShardMap) -> bool {
    map.keyspaces().all(|keyspace| {
        let entries = keyspace.entries();
        let follows = |pair: &[Entry]| {
            pair[0].range.last().value().checked_add(1) == Some(pair[1].range.first().value())
        };
        entries[0].range.first() == PlaceRange::ALL.first()
            && entries[entries.len() - 1].range.last() == PlaceRange::ALL.last()
            && entries.windows(2).all(follows)
            && entries.iter().enumerate().all(|(index, entry)| {
                keyspace.index(entry.range.first()) == Some(index)
                    && keyspace.index(entry.range.last()) == Some(index)
                    && keyspace.owner(entry.range.last()) == Some(&entry.owner)
            })
    })
}

proptest! {
    #[test]
    fn s6_s7_maps_are_the_fold_of_their_changes_and_cuts_move_nothing(attempts in attempts()) {
        let (mut map, mut recorded) = (ShardMap::default(), begun());
        recorded.iter().for_each(|change| map.apply(change).unwrap());
        for attempt in attempts {
            let Some(change) = change(&map, &attempt) else { continue };
            let mut changed = map.clone();
            let before = owners(&map);
            if changed.apply(&change).is_err() {
                // A change that does not fit is not recorded, and the map that it was tried on is dropped.
                continue;
            }
            let after = owners(&changed);
            match &change {
                MapChange::Slot { slot, .. } => {
                    prop_assert!(before.iter().zip(&after).all(|(one, next)| one.1 <= next.1));
                    let outside = |number: &usize| {
                        let (keyspace, part) = (*number as u64 / PARTS, *number as u64 % PARTS);
                        !slot.contains(KeyspaceId(keyspace as u16), place(part))
                    };
                    for number in (0..before.len()).filter(outside) {
                        prop_assert_eq!(&before[number], &after[number]);
                    }
                }
                _ => prop_assert_eq!(before, after),
            }
            prop_assert!(covers_all_once(&changed));
            prop_assert_eq!(changed.version(), map.version() + 1);
            map = changed;
            recorded.push(change);
        }
        let mut read = ShardMap::default();
        for change in &recorded {
            read.apply(&decode(&encode(change).unwrap()).unwrap()).unwrap();
        }
        prop_assert_eq!(entries(&read), entries(&map));
        prop_assert_eq!(read.version(), recorded.len() as u64);
    }
}
