use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[fold]
impl Account {
    fn opened(&mut self) {
        self.balance = 0;
    }
}

fn main() {}
