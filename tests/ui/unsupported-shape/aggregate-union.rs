use data_patterns::prelude::*;

#[derive(Aggregate)]
union Account {
    number: u64,
}

fn main() {}
