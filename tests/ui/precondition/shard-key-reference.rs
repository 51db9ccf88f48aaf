use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key]
    name: &'static str,
    balance: i64,
}

fn main() {}
