use data_patterns::prelude::*;

#[cached(ttl = 60, key = id, negative = "2m")]
fn profile(id: u64) -> Option<u64> {
    Some(id)
}

fn main() {}
