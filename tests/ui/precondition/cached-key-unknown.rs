use data_patterns::prelude::*;

#[cached(ttl = 60, key = (team, page))]
fn listing(number: u64, page: u32) -> u64 {
    number + u64::from(page)
}

fn main() {}
