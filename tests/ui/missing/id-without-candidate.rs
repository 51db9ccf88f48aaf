use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    open: bool,
}

fn main() {}
