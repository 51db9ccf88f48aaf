use data_patterns::prelude::*;

#[cached(ttl = 60, key = rate)]
fn rounded(rate: f64) -> u64 {
    rate as u64
}

fn main() {}
