use data_patterns::prelude::*;

#[derive(Aggregate)]
#[cached(ttl = 60)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn opened(&mut self) {}
}

fn main() {}
