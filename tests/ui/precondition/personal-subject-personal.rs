use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
}

#[events]
impl Customer {
    fn registered(&mut self, _mail: Personal<String>, #[personal(subject = mail)] _name: Personal<String>) {}
}

fn main() {}
