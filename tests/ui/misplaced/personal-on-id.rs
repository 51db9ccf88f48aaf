use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    #[personal]
    mail: String,
}

fn main() {}
