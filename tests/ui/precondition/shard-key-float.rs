use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key]
    latitude: f64,
    balance: i64,
}

fn main() {}
