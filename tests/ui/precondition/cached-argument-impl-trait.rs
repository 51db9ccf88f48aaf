use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
fn profile(name: impl Into<String>, id: u64) -> u64 {
    id + name.into().len() as u64
}

fn main() {}
