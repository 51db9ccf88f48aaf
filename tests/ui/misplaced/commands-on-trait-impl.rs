use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

trait Bank {
    fn open(&self) -> u8;
}

#[commands]
impl Bank for Account {
    fn open(&self) -> u8 {
        1
    }
}

fn main() {}
