use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(bye = hash)]
struct Account {
    #[id]
    #[shard_key]
    number: String,
}

fn main() {}
