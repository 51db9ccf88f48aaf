use data_patterns::prelude::*;

#[derive(Clone)]
struct Token;

#[cached(ttl = 60, key = (token, id))]
fn profile(token: Token, id: u64) -> u64 {
    drop(token);
    id
}

fn main() {}
