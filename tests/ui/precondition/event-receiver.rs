use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn opened(&self) {}

    fn closed(self) {}

    fn moved() {}
}

fn main() {}
