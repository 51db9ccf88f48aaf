//! The bank account, through the handle and without it.

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
    /// Someone opened the account.
    fn opened(&mut self, owner: String) {
        self.owner = Some(owner);
    }

    fn deposited(&mut self, amount: i64) {
        self.balance += amount;
    }

    #[event(version = 2, oldest = 2, alias = "taken_out", alias = "paid_out")]
    fn withdrawn(&mut self, amount: i64, #[serde(default)] _memo: String) {
        self.balance -= amount;
    }

    #[event(name = "shut")]
    fn closed(&mut self) {
        self.owner = None;
    }
}

#[derive(Debug, PartialEq)]
pub enum AccountError {
    InsufficientFunds,
}

#[commands]
impl Account {
    pub fn open(&self, owner: &str) -> AccountEvent {
        AccountEvent::opened(owner.to_owned())
    }

    /// Puts money in, in two parts.
    pub fn deposit(&self, (one, two): (i64, i64), mut third: i64) -> [AccountEvent; 2] {
        third += two;
        [AccountEvent::deposited(one), AccountEvent::deposited(third)]
    }

    /// Takes money out.
    ///
    /// # Errors
    /// When there is not enough.
    pub fn withdraw(&self, amount: i64) -> Result<AccountEvent, AccountError> {
        if self.balance < amount {
            return Err(AccountError::InsufficientFunds);
        }
        Ok(AccountEvent::withdrawn(amount, String::new()))
    }

    fn close<I>(&self, reasons: I) -> Option<AccountEvent>
    where
        I: IntoIterator<Item = &'static str> + Clone,
    {
        reasons.into_iter().next().map(|_| AccountEvent::closed())
    }
}

#[test]
fn commands_run_through_the_handle() {
    pollster::block_on(async {
        let db = data_patterns::in_memory();
        let account = db.aggregate::<Account>("1");
        account.open("Ann").await.unwrap();
        account.deposit((1, 2), 3).await.unwrap();
        account.withdraw(2).await.unwrap();
        assert!(account.withdraw(100).await.is_err());
        assert_eq!(account.clone().load().await.unwrap().balance, 4);
        account.close(["done"]).await.unwrap();
        let state = account.load().await.unwrap();
        assert_eq!((state.owner.as_ref(), state.version()), (None, 5));
        assert!(format!("{account:?}").starts_with("AccountHandle("));
    });
}

#[test]
fn decisions_need_no_database() {
    let account = Account::initial(&"1".to_owned());
    assert_eq!(account.number, "1");
    assert_eq!(account.open("Ann"), AccountEvent::Opened { owner: "Ann".to_owned() });
    assert_eq!(account.withdraw(1), Err(AccountError::InsufficientFunds));
}

#[test]
fn names_are_stored_as_declared() {
    let names: Vec<_> =
        AccountEvent::SCHEMA.iter().map(|event| (event.name, event.version)).collect();
    assert_eq!(names, [("opened", 1), ("deposited", 1), ("withdrawn", 2), ("shut", 1)]);
    assert_eq!(AccountEvent::SCHEMA[2].aliases, ["taken_out", "paid_out"]);
    assert_eq!(Account::NAME, "account");
}

#[test]
fn declarations_become_constants() {
    assert_eq!(Account::SHARDING.unwrap().key, ["number"]);
    assert_eq!(Account::CACHE.unwrap().policy().ttl.as_secs(), 60);
    assert_eq!(
        Account::SNAPSHOTS.unwrap().policy(),
        data_patterns::aggregate::SnapshotPolicy::new().events(100)
    );
}

#[test]
fn nobody_needs_to_wait_on_one_thread() {
    fn assert_send<T: Send>(_: T) {}
    let account = data_patterns::in_memory().aggregate::<Account>("1");
    assert_send(account.open("Ann"));
    assert_send(account.withdraw(1));
}
