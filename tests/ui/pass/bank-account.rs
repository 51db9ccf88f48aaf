#![deny(warnings)]

use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug, Serialize, Deserialize)]
#[aggregate(snapshot(every = 100))]
#[cached(ttl = 60)]
pub struct Account {
    #[id]
    #[shard_key]
    number: String,
    owner: Option<String>,
    balance: i64,
}

#[events]
impl Account {
    fn opened(&mut self, owner: String) {
        self.owner = Some(owner);
    }

    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }

    fn withdrawn(&mut self, amount: i64) {
        self.balance -= amount;
    }
}

#[derive(Debug)]
pub enum AccountError {
    InsufficientFunds,
}

#[commands]
impl Account {
    pub fn open(&self, owner: String) -> AccountEvent {
        AccountEvent::opened(owner)
    }

    pub fn deposit(&self, amount: i64) -> AccountEvent {
        AccountEvent::deposited(amount)
    }

    pub fn withdraw(&self, amount: i64) -> Result<AccountEvent, AccountError> {
        if self.balance < amount {
            return Err(AccountError::InsufficientFunds);
        }
        Ok(AccountEvent::withdrawn(amount))
    }
}

fn main() {
    let account = data_patterns::in_memory().aggregate::<Account>("1234");
    pollster::block_on(async {
        account.open("Ann".into()).await.unwrap();
        account.deposit(100).await.unwrap();
        account.withdraw(30).await.unwrap();
        assert_eq!(account.load().await.unwrap().balance, 70);
    });
}
