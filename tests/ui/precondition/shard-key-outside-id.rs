use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    #[shard_key]
    branch: u32,
}

fn main() {}
