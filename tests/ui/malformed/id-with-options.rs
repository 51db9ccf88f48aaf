use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id(first)]
    number: String,
}

fn main() {}
