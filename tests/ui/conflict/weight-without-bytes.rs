use data_patterns::prelude::*;

#[cached(ttl = 60, key = id, capacity = 1_000, weight = weigh)]
fn profile(id: u64) -> u64 {
    id
}

fn main() {}
