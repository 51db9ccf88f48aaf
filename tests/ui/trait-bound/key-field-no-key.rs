use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Bank(u32);

#[derive(Clone, Debug, PartialEq, Eq, Key)]
struct Number {
    bank: Bank,
    number: u64,
}

fn main() {}
