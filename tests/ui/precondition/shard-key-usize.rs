use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key]
    number: usize,
    balance: i64,
}

fn main() {}
