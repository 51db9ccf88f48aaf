use data_patterns::prelude::*;

#[derive(Aggregate, Clone)]
#[cached(ttl = 60, capacity = "1MB")]
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
