use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[shard_key(normalize = "lower_case")]
    name: String,
}

fn main() {}
