use data_patterns::prelude::*;

struct Token;

#[cached(ttl = 60, key = id)]
async fn profile(token: Token, id: u64) -> u64 {
    drop(token);
    id
}

fn main() {}
