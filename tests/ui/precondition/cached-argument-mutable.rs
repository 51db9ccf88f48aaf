use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
fn profile(seen: &mut u64, id: u64) -> u64 {
    *seen += id;
    id
}

fn main() {}
