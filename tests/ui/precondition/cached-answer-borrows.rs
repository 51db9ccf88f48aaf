use data_patterns::prelude::*;

#[cached(ttl = 60, key = name)]
fn first(name: &str) -> &str {
    name.get(..1).unwrap_or_default()
}

fn main() {}
