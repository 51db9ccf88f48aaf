use data_patterns::prelude::*;

#[derive(Aggregate)]
#[personal]
struct Customer {
    #[id]
    number: u64,
    name: Personal<String>,
}

fn main() {}
