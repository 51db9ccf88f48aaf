//! What must not allocate: finding the node of a key.

#![allow(clippy::expect_used, reason = "a test fails by panicking")]

use patterns_core::{
    key::{Lowercase, PlaceRange, ShardKey},
    shard::map::Routes,
};

fn allocations(key: impl ShardKey, routes: &Routes) -> u64 {
    allocation_counter::measure(|| assert!(routes.node_of(key.place()).is_some())).count_total
}

#[test]
fn routing_a_key_allocates_nothing() {
    let slots = (0..4096).map(|number| (PlaceRange::slot(12, number), (number % 10) as u16));
    let routes = Routes::new(slots.collect()).expect("slots ascend");
    let (long, bytes) = ("0123456789".repeat(30), vec![7_u8; 1000]);
    assert_eq!(allocations(7_u64, &routes), 0);
    assert_eq!(allocations(i128::MIN, &routes), 0);
    assert_eq!(allocations(long.as_str(), &routes), 0);
    assert_eq!(allocations(&bytes, &routes), 0);
    assert_eq!(allocations(("acme", 42_u32, 'x', true), &routes), 0);
    assert_eq!(allocations(Lowercase("ÄRZTE of BERLIN"), &routes), 0);
    assert_eq!(allocation_counter::measure(|| drop(long.clone())).count_total, 1, "it counts");
}
