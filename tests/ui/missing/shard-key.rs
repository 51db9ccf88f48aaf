use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = hash)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
