use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn opened(&mut self, #[cfg(all())] owner: String) {
        drop(owner);
    }
}

fn main() {}
