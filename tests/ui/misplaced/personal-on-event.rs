use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
}

#[events]
impl Customer {
    #[personal]
    fn registered(&mut self, _name: Personal<String>) {}
}

fn main() {}
