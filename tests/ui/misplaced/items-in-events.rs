use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    const LIMIT: i64 = 10;

    fn opened(&mut self) {}
}

fn main() {}
