use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(color = "red")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
