use data_patterns::prelude::*;

#[cached(ttl = 60, key = (self.tenant: u32, id))]
fn profile(id: u64) -> u64 {
    id
}

fn main() {}
