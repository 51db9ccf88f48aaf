use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
async fn profile(name: Option<&str>, id: u64) -> u64 {
    id + name.map_or(0, str::len) as u64
}

fn main() {}
