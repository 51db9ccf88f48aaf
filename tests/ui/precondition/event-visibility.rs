use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    pub fn opened(&mut self) {}

    pub(crate) fn closed(&mut self) {}
}

fn main() {}
