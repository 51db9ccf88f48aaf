//! The bank account.

use data_patterns::prelude::*;

/// An account.
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
    /// Someone opened the account.
    fn opened(&mut self, owner: String) {
        self.owner = Some(owner);
    }
    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }
    fn withdrawn(&mut self, amount: i64) {
        self.balance -= amount;
    }
    #[event(name = "shut", version = 2, alias = "ended")]
    fn closed(&mut self) {
        self.owner = None;
    }
}

/// Why not.
#[derive(Debug, PartialEq)]
pub enum AccountError {
    /// Not enough.
    InsufficientFunds,
}

#[commands]
impl Account {
    /// Opens it.
    pub fn open(&self, owner: &str) -> AccountEvent {
        AccountEvent::opened(owner.to_owned())
    }

    /// Takes money out.
    ///
    /// # Errors
    /// When there is not enough.
    pub fn withdraw(&self, amount: i64) -> Result<AccountEvent, AccountError> {
        if self.balance < amount {
            return Err(AccountError::InsufficientFunds);
        }
        Ok(AccountEvent::withdrawn(amount))
    }
}

#[test]
fn works() {
    let mut account = Account::initial(&"1".to_owned());
    account.apply(AccountEvent::opened("Ann".to_owned()));
    account.apply(AccountEvent::Deposited { amount: 5 });
    assert_eq!(account.balance, 5);
    assert_eq!(account.withdraw(6), Err(AccountError::InsufficientFunds));
    assert_eq!(AccountEvent::SCHEMA[3].name, "shut");
    assert_eq!(AccountEvent::SCHEMA[3].aliases, ["ended"]);
    assert_eq!(AccountEvent::SCHEMA[1].name, "deposited");
    assert_eq!(Account::SHARDING.unwrap().key, ["number"]);
}
