use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, Key)]
struct Number {
    #[key]
    bank: u32,
}

fn main() {}
