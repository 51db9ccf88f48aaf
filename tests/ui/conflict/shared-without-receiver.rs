use data_patterns::prelude::*;

#[cached(ttl = 60, key = id, shared)]
fn profile(id: u64) -> u64 {
    id
}

fn main() {}
