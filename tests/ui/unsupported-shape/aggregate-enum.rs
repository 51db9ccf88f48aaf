use data_patterns::prelude::*;

#[derive(Aggregate)]
enum Account {
    Open,
}

fn main() {}
