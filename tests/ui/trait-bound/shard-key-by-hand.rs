use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key)]
struct Number(u64);

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key]
    number: Number,
}

fn main() {}
