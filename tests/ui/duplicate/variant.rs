use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn opened_twice(&mut self) {}

    fn opened__twice(&mut self) {}
}

fn main() {}
