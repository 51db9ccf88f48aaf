use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: usize,
}

fn main() {}
