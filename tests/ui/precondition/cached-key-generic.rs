use data_patterns::prelude::*;

#[cached(ttl = 60, key = id)]
fn profile<I: ToString>(id: I) -> String {
    id.to_string()
}

fn main() {}
