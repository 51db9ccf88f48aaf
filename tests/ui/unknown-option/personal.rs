use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
}

#[events]
impl Customer {
    fn registered(&mut self, _customer: u64, #[personal(subjekt = customer)] _name: Personal<String>) {}
}

fn main() {}
