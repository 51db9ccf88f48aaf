use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = rnage)]
struct Account {
    #[id]
    #[shard_key]
    number: String,
}

fn main() {}
