//! The bank account that the tests share.

use data_patterns::{prelude::*, testing::laws};

#[derive(Aggregate, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(snapshot(every = 3))]
#[cached(ttl = 60)]
pub(crate) struct Account {
    #[id]
    number: String,
    pub(crate) owner: Option<String>,
    pub(crate) balance: u64,
}

#[events]
impl Account {
    fn opened(&mut self, owner: String) {
        self.owner = Some(owner);
    }

    fn deposited(&mut self, amount: u64) {
        self.balance += amount;
    }

    fn withdrawn(&mut self, amount: u64) {
        self.balance -= amount;
    }

    fn closed(&mut self) {
        self.owner = None;
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AccountError {
    #[error("insufficient funds")]
    InsufficientFunds,
    #[error("the account has an owner")]
    Taken,
    #[error("too much")]
    TooMuch,
}

#[commands]
impl Account {
    pub(crate) fn open(&self, owner: String) -> Result<AccountEvent, AccountError> {
        if self.owner.is_some() {
            Err(AccountError::Taken)
        } else {
            Ok(AccountEvent::opened(owner))
        }
    }

    pub(crate) fn deposit(&self, amount: u64) -> Result<AccountEvent, AccountError> {
        self.balance.checked_add(amount).ok_or(AccountError::TooMuch)?;
        Ok(AccountEvent::deposited(amount))
    }

    pub(crate) fn withdraw(&self, amount: u64) -> Result<AccountEvent, AccountError> {
        self.balance.checked_sub(amount).ok_or(AccountError::InsufficientFunds)?;
        Ok(AccountEvent::withdrawn(amount))
    }

    pub(crate) fn close(&self) -> Vec<AccountEvent> {
        let rest = (self.balance > 0).then(|| AccountEvent::withdrawn(self.balance));
        rest.into_iter().chain(self.owner.is_some().then(AccountEvent::closed)).collect()
    }
}

laws!(
    Account,
    commands = [
        |account, owner: String| account.open(owner),
        |account, amount: u64| account.deposit(amount),
        |account, amount: u64| account.withdraw(amount),
        Account::close,
    ]
);
