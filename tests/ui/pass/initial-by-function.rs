#![deny(warnings)]

use data_patterns::prelude::*;

struct Weight(u32);

#[derive(Aggregate)]
#[aggregate(initial = heavy)]
struct Box {
    #[id]
    id: u8,
    weight: Weight,
}

fn heavy(id: &u8) -> Box {
    Box { id: *id, weight: Weight(20) }
}

fn main() {
    assert_eq!(Box::initial(&1).weight.0, 20);
}
