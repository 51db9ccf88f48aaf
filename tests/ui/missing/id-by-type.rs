use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    title: String,
    open: bool,
}

fn main() {}
