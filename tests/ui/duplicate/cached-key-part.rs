use data_patterns::prelude::*;

#[cached(ttl = 60, key = (id, name, id))]
fn profile(id: u64, name: &str) -> u64 {
    id + name.len() as u64
}

fn main() {}
