use data_patterns::prelude::*;

#[events]
struct Account {
    balance: i64,
}

fn main() {}
