use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key(normalize = "lowercase")]
    number: u64,
}

fn main() {}
