use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    #[id]
    number: String,
}

fn main() {}
