use data_patterns::prelude::*;

#[derive(Aggregate)]
#[aggregate(snapshot(every = 99999999999999999999))]
struct Account {
    #[id]
    number: String,
}

fn main() {}
