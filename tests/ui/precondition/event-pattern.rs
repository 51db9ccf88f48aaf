use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn moved(&mut self, (from, to): (u8, u8)) {
        let _ = (from, to);
    }

    fn counted(&mut self, mut number: u8) {
        number += 1;
        let _ = number;
    }
}

fn main() {}
