use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    pub fn opened(&mut self, owner: String) {
        drop(owner);
    }

    fn deposited(&mut self, amount: &i64) {
        self.balance += *amount;
    }
}

#[commands]
impl Account {
    pub fn open(&mut self, owner: String) -> AccountEvent {
        AccountEvent::opened(owner)
    }

    pub fn deposit(&self, amount: i64) -> Option<AccountEvent> {
        (amount > 0).then(|| AccountEvent::deposited(&amount))
    }
}

async fn pay(handle: AccountHandle) {
    let _ = handle.open("Ann".to_owned()).await;
    let _ = handle.deposit(5).await;
}

fn replay(mut account: Account) {
    account.apply(AccountEvent::opened("Ann".to_owned()));
    if let AccountEvent::Opened { owner } = AccountEvent::opened(String::new()) {
        drop(owner);
    }
}

fn main() {}
