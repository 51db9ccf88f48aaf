use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: f64,
}

fn main() {}
