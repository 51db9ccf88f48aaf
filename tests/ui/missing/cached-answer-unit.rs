use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
fn profile(id: u64) -> () {
    drop(id);
}

fn main() {}
