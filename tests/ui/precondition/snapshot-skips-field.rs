use data_patterns::prelude::*;

#[derive(Aggregate, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
struct Account {
    #[id]
    number: String,
    #[serde(skip)]
    balance: i64,
    limit: Option<Option<u64>>,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
}

fn main() {}
