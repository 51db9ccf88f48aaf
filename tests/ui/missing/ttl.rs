use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
