use data_patterns::prelude::*;

struct Person;

#[derive(Aggregate)]
struct Customer {
    #[id]
    number: u64,
}

#[events]
impl Customer {
    fn registered(&mut self, _person: u64, #[personal(subject = Person(person))] _name: Personal<String>) {}
}

fn main() {}
