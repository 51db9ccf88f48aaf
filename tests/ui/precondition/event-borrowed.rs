use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn opened(&mut self, owner: &str) {
        let _ = owner;
    }

    fn signed(&mut self, hash: &[u8], by: &u64) {
        let _ = (hash, by);
    }
}

fn main() {}
