use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
    #[personal]
    names: Option<Vec<(Personal<String>, String)>>,
}

fn main() {}
