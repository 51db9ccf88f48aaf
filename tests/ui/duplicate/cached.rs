use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
#[cached(ttl = 90, key = id)]
fn profile(id: u64) -> u64 {
    id
}

fn main() {}
