use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events(nmae = Change)]
impl Account {
    const LIMIT: i64 = 10;

    pub fn opened(&mut self, owner: &str) {
        let _ = owner;
    }

    async fn deposited<T>(&self, amount: T) -> i64 {
        drop(amount);
        self.balance
    }

    #[event(name = "opened")]
    fn withdrawn(&mut self, (amount, fee): (i64, i64)) {
        self.balance -= amount + fee;
    }
}

fn main() {}
