use data_patterns::prelude::*;

#[cached(ttl = 60, key = id, stale_if_error = 60, soft_timeout = 1)]
fn profile(id: u64) -> Result<u64, u8> {
    Ok(id)
}

fn main() {}
