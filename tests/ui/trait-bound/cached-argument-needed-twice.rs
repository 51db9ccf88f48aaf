use data_patterns::prelude::*;

struct Name(String);

#[cached(ttl = 60, key = (name.0.clone(): String))]
fn length(name: Name) -> usize {
    name.0.len()
}

fn main() {}
