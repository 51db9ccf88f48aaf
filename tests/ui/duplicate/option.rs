use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(name = "a", version = 1, name = "b")]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

fn main() {}
