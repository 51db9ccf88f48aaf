use data_patterns::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Number(u32);

#[derive(Aggregate)]
struct Account {
    #[id]
    number: Number,
}

fn main() {}
