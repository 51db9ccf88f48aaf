use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key]
    tenant: Option<u64>,
    balance: i64,
}

fn main() {}
