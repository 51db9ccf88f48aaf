//! Movers that come too late: another one has ended the move already.

use patterns_core::{
    shard::{NodeId, Step},
    store::{EventStore, conformance::block_on},
};

use crate::cluster::{account, cluster, deposit};

#[test]
fn a_mover_whose_move_another_one_has_ended_ends_without_a_word() {
    block_on(async {
        for late in [Step::Prepare, Step::Bulk, Step::Tail, Step::Seal, Step::Delta, Step::Commit] {
            let store = cluster(2).await;
            store.append(vec![deposit(&account(7), 0, 1)]).await.unwrap();
            let slot = store.slot_of(&account(7)).await.unwrap().unwrap();
            let map = store.map();
            let owner = &map.slot(slot).unwrap().owner;
            let other = NodeId::from(if owner.as_str() == "node-1" { "node-2" } else { "node-1" });
            let mut mover = store.begin_move(slot, &other).await.unwrap();
            while mover.next_step() != Some(late) {
                mover.advance().await.unwrap();
            }
            assert!(store.resume_moves().await.unwrap()[0].moved);
            store.append(vec![deposit(&account(7), 1, 2)]).await.unwrap();
            assert!(mover.run().await.unwrap().moved, "{late:?}");
            store.append(vec![deposit(&account(7), 2, 3)]).await.unwrap();
        }
    });
}
