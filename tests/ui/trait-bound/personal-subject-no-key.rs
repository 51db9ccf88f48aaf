use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
}

#[events]
impl Customer {
    fn registered(&mut self, _weight: f64, #[personal(subject = weight)] _name: Personal<String>) {}
}

fn main() {}
