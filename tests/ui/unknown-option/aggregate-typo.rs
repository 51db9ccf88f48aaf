use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(nmae = "account")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
