use data_patterns::prelude::*;

#[cached(ttl = 60, key = name)]
fn length(name: Option<&str>) -> usize {
    name.map_or(0, str::len)
}

fn main() {}
