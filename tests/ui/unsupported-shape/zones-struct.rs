use data_patterns::prelude::*;

#[derive(Zones)]
struct Region {
    name: String,
}

fn main() {}
