use data_patterns::prelude::*;

#[cached(ttl = 0, key = id)]
fn profile(id: u64) -> u64 {
    id
}

fn main() {}
