use data_patterns::prelude::*;

#[cached(ttl = 60, key = id, stale_if_error = 1)]
fn profile(id: u64) -> u64 {
    id
}

fn main() {}
