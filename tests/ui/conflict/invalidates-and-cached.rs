use data_patterns::prelude::*;

#[invalidates(count())]
#[cached(ttl = 60, key = id)]
fn profile(id: u64) -> u64 {
    id
}

#[cached(ttl = 60)]
fn count() -> u64 {
    1
}

fn main() {}
