use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account<'a> {
    #[id]
    number: u64,
    owner: &'a str,
}

fn main() {}
