use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key(normalise = "lowercase")]
    name: String,
}

fn main() {}
