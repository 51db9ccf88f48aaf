use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key, ShardKey)]
struct Number(u64);

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key(normalize = "lowercase")]
    number: Number,
}

fn main() {}
