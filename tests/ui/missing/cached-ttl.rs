use data_patterns::prelude::*;

#[cached(key = id)]
fn profile(id: u64) -> u64 {
    id
}

fn main() {}
