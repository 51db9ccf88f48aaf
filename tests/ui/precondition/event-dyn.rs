use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn opened(&mut self, owner: Box<dyn Send>) {
        drop(owner);
    }
}

fn main() {}
