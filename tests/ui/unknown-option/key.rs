use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key)]
#[key(name = "number")]
struct Number {
    bank: u32,
}

fn main() {}
