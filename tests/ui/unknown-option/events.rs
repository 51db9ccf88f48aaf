use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events(nmae = Change)]
impl Account {
    fn opened(&mut self) {}
}

fn main() {}
