use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(name = "")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
