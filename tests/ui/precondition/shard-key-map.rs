use std::collections::BTreeMap;

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key]
    tags: BTreeMap<String, u8>,
    balance: i64,
}

fn main() {}
