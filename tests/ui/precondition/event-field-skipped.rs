use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn deposited(&mut self, amount: i64, #[serde(skip_serializing)] _memo: String) {
        self.balance += amount;
    }
}

#[derive(Clone, Debug, Serialize, Deserialize, Event)]
enum ByHand {
    Deposited {
        amount: i64,
        #[serde(default, skip)]
        memo: String,
    },
}

fn main() {}
