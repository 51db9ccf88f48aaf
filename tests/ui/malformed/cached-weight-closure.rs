use data_patterns::prelude::*;

#[cached(ttl = 60, key = id, capacity = "1MB", weight = |_| 8)]
fn profile(id: u64) -> u64 {
    id
}

fn main() {}
