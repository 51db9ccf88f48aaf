use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
