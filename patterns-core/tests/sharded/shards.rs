//! Anything by a key, without events.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures_timer::Delay;
use patterns_core::{
    shard::{
        MapError, Node, NodeId, Placement, Shards,
        scatter::{Count, ScatterError},
    },
    store::conformance::block_on,
};

fn shards(nodes: usize) -> Shards<usize> {
    let nodes = (0..nodes).map(|number| (Node::new(format!("node-{number}")), number));
    Shards::new(nodes).unwrap()
}

#[test]
fn s7_a_key_has_one_node_whatever_the_order_of_the_list() {
    let (there, mut backwards) = (shards(5), (0..5).collect::<Vec<_>>());
    backwards.reverse();
    let nodes = backwards.iter().map(|number| (Node::new(format!("node-{number}")), *number));
    let back = Shards::new(nodes).unwrap();
    for key in 0..10_000_u64 {
        assert_eq!(there.get(&key), back.get(&key));
    }
}

#[test]
fn one_node_more_takes_its_share_and_moves_nothing_else() {
    let names = ["a", "b", "c", "d"].map(Node::new);
    let before = Placement::new(&names[..3]).unwrap();
    let (after, moved) = before.on(&names).unwrap();
    assert_eq!(moved.len(), 1_024);
    assert!(moved.iter().all(|moved| moved.to == NodeId::from("d")));
    let stored: Placement = rmp_serde::from_slice(&rmp_serde::to_vec(&after).unwrap()).unwrap();
    assert_eq!(stored, after);
    let things = names.iter().map(|node| (node.name.clone(), node.name.to_string()));
    let shards = Shards::placed(&stored, things).unwrap();
    let gone = Shards::placed(&stored, [(NodeId::from("a"), 1)]).map(drop).unwrap_err();
    assert!(matches!(gone, MapError::NoSuchNode { .. }), "{gone}");
    assert!((0..1_000_u64).any(|key| shards.get(&key) == "d"));
}

#[test]
fn no_nodes_are_an_error() {
    assert!(Shards::<()>::new([]).is_err());
    assert!(Shards::new([(Node::new("idle").weight(0), ())]).is_err());
}

#[test]
fn s8_an_answer_is_that_of_all_nodes_or_an_error() {
    block_on(async {
        let shards = shards(20);
        let asked = AtomicUsize::new(0);
        let answers = shards.scatter(async |_, number: &usize| {
            asked.fetch_add(1, Ordering::Relaxed);
            Ok::<_, &str>(*number)
        });
        let mut numbers: Vec<_> =
            answers.all().await.unwrap().into_iter().map(|(_, number)| number).collect();
        numbers.sort_unstable();
        assert_eq!((numbers, asked.into_inner()), ((0..20).collect(), 20));
        let odd = async |_: &NodeId, number: &usize| {
            if *number == 13 { Err("unlucky") } else { Ok(Count(1)) }
        };
        let failed = shards.scatter(odd).merge().await.unwrap_err();
        assert_eq!(failed, ScatterError::Node { node: "node-13".into(), cause: "unlucky" });
        let partial = shards.scatter(odd).partial().await;
        assert_eq!((partial.value.len(), partial.missing.len()), (19, 1));
        assert!(!partial.is_complete());
    });
}

#[test]
fn so_many_nodes_are_asked_at_once_and_no_more() {
    block_on(async {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let slow = async |_: &NodeId, _: &usize| {
            let asked = now.fetch_add(1, Ordering::SeqCst) + 1;
            most.fetch_max(asked, Ordering::SeqCst);
            Delay::new(Duration::from_millis(2)).await;
            now.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, ()>(Count(1))
        };
        let counted = shards(12).scatter(slow).concurrency(3).merge().await;
        assert_eq!(counted, Ok(Some(Count(12))));
        assert_eq!(most.into_inner(), 3);
    });
}

#[test]
fn a_node_that_is_late_is_named() {
    block_on(async {
        let one_hangs = async |_: &NodeId, number: &usize| {
            if *number == 1 {
                core::future::pending::<()>().await;
            }
            Ok::<_, ()>(*number)
        };
        let within = Duration::from_millis(20);
        let partial = shards(3).scatter(one_hangs).deadline(within).partial().await;
        assert_eq!(partial.value.len(), 2);
        assert_eq!(partial.missing, [ScatterError::Late { node: "node-1".into(), within }]);
        let two = shards(2);
        let forever = two.scatter(async |_, number: &usize| Ok::<_, ()>(*number));
        assert_eq!(forever.deadline(Duration::MAX).all().await.unwrap().len(), 2);
    });
}
