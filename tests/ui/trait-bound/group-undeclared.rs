use data_patterns::prelude::*;

struct Billing;

#[derive(Aggregate)]
#[shard(group = Billing)]
struct Account {
    #[id]
    #[shard_key]
    tenant: u64,
}

fn main() {}
