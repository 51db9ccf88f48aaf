use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account;

fn main() {}
