use data_patterns::prelude::*;

type Name = String;

#[derive(Aggregate)]
#[shard(by = range, split = [5])]
struct Account {
    #[id]
    #[shard_key(normalize = "lowercase")]
    number: Name,
}

fn main() {}
