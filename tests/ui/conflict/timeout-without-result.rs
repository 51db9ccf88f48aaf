use data_patterns::prelude::*;

#[cached(ttl = 60, key = id, timeout = 1)]
async fn profile(id: u64) -> Option<u64> {
    Some(id)
}

fn main() {}
