use data_patterns::prelude::*;

struct Missing;

#[cached(ttl = 60, key = id)]
async fn profile(id: u64) -> Result<u64, Missing> {
    if id == 0 { Err(Missing) } else { Ok(id) }
}

fn main() {}
