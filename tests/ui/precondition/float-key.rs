use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Key)]
struct Place {
    latitude: f64,
    row: isize,
}

impl Eq for Place {}

fn main() {}
