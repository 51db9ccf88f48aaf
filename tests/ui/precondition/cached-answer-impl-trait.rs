use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
fn profile(id: u64) -> impl Clone {
    id
}

fn main() {}
