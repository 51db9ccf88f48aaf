use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
fn profile<T: From<u64>>(id: u64) -> Option<T> {
    Some(id.into())
}

fn main() {}
