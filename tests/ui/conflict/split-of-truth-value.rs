use data_patterns::prelude::*;

#[derive(Aggregate)]
#[shard(by = range, split = [1])]
struct Account {
    #[id]
    #[shard_key]
    open: bool,
}

fn main() {}
