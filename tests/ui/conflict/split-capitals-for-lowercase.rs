use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = ["G"])]
struct Account {
    #[id]
    #[shard_key(normalize = "lowercase")]
    number: String,
}

fn main() {}
