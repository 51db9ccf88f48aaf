use data_patterns::prelude::*;

#[cached(ttl = 60, key = id, errors = "2m")]
fn profile(id: u64) -> Result<u64, u8> {
    Ok(id)
}

fn main() {}
