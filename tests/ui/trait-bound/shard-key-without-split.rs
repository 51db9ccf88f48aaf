use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key, ShardKey)]
struct Number(u64);

#[derive(Aggregate)]
#[shard(by = range, split = [5])]
struct Account {
    #[id]
    #[shard_key]
    number: Number,
}

fn main() {}
