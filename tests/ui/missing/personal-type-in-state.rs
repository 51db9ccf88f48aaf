use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
    #[personal]
    name: String,
}

fn main() {}
