use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(crate = data_patterns)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
