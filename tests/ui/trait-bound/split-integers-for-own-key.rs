use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key, ShardKey)]
#[shard_key(split)]
struct Name(String);

#[derive(Aggregate)]
#[shard(by = range, split = [1_000])]
struct Account {
    #[id]
    #[shard_key]
    name: Name,
}

fn main() {}
