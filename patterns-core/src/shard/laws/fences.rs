//! A change of fences holds for its slot, and only there.

use proptest::prelude::*;

use super::{PARTS, place, slots};
use crate::shard::{
    fence::{Epoch, Fence, MoveId},
    map::KeyspaceId,
    node::{FenceChange, Fences},
};

fn fence() -> impl Strategy<Value = Fence> {
    (0..5, 1..4_u64, 1..4_u64).prop_map(|(mode, epoch, by)| {
        let (epoch, by) = (Epoch(epoch), MoveId(by));
        match mode {
            0 => Fence::Absent { epoch },
            1 => Fence::Owner { epoch },
            2 => Fence::Sealed { epoch, by },
            3 => Fence::Importing { epoch, by },
            _ => Fence::Moved { epoch },
        }
    })
}

fn at(fences: &Fences) -> Vec<Fence> {
    let all = (0..2).flat_map(|keyspace| (0..PARTS).map(move |part| (keyspace, part)));
    all.map(|(keyspace, part)| fences.at(KeyspaceId(keyspace), place(part))).collect()
}

proptest! {
    #[test]
    fn s1_a_change_of_fences_holds_for_its_slot_and_only_there(
        changes in prop::collection::vec((slots(), fence()), 1..12),
        asked in slots(),
    ) {
        let mut fences = Fences::default();
        let mut expected = at(&fences);
        for (slot, fence) in changes {
            fences.apply(FenceChange::Changed { fences: vec![(slot, fence)], after: None });
            for (number, expected) in expected.iter_mut().enumerate() {
                let (keyspace, part) = (number as u64 / PARTS, number as u64 % PARTS);
                if slot.contains(KeyspaceId(keyspace as u16), place(part)) {
                    *expected = fence;
                }
            }
            prop_assert_eq!(fences.of(slot), Some(fence));
            prop_assert_eq!(&at(&fences), &expected);
            let held: Vec<_> = fences.all().map(|(slot, _)| slot).collect();
            let apart = held.windows(2).all(|pair| {
                pair[0].keyspace < pair[1].keyspace || pair[0].range.last() < pair[1].range.first()
            });
            prop_assert!(apart, "{:?}", held);
        }
        // The fence of a slot is that of every place in it, or there is none.
        if let Some(fence) = fences.of(asked) {
            let own = (0..PARTS).map(place).filter(|place| asked.range.contains(*place));
            for place in own {
                prop_assert_eq!(fences.at(asked.keyspace, place), fence);
            }
        }
    }
}
