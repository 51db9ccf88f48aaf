use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
fn profile((low, high): (u64, u64), id: u64) -> u64 {
    id + low + high
}

fn main() {}
