use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key(normalize = "trim")]
    name: String,
}

fn main() {}
