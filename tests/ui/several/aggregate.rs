use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(nmae = "account", version = "two", snapshot(every = 0))]
#[cached(capacity = "10 stones")]
#[shard(by = rang, split = ["N"])]
struct Account {
    #[id]
    number: f64,
    #[shard_key]
    branch: usize,
}

fn main() {}
