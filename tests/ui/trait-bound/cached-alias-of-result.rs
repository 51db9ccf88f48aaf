use data_patterns::prelude::*;

type Answer<T> = Result<T, u8>;

#[cached(ttl = 60, key = id)]
fn profile(id: u64) -> Answer<u64> {
    Ok(id)
}

fn main() {}
