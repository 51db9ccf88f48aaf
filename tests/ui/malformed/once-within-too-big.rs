use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(once_within = 18446744073709551616)]
struct Account {
    #[id]
    number: String,
}

fn main() {}
