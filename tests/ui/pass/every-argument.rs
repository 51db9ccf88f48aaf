#![deny(warnings)]

use data_patterns::prelude::*;

#[derive(Aggregate)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[events]
impl Account {
    fn opened(&mut self) {
        self.balance = 0;
    }
}

#[commands]
impl Account {
    pub fn references(&self, text: &str, bytes: &[u8], same: &Self) -> Option<AccountEvent> {
        (text.len() + bytes.len() > same.number.len()).then(AccountEvent::opened)
    }

    pub fn lifetimes<'a>(&self, one: &'a str, other: &'a str) -> Option<AccountEvent> {
        (one > other).then(AccountEvent::opened)
    }

    pub fn patterns(&self, (one, _): (u8, u8), [two, ..]: [u8; 3], _: String, mut three: u8) -> Option<AccountEvent> {
        three += one;
        (two > three).then(AccountEvent::opened)
    }

    pub fn generic<T: Into<String> + Clone, const N: usize>(&self, text: T, more: [T; N]) -> Option<AccountEvent> {
        let more: String = more.into_iter().map(Into::into).collect();
        (text.into() > more).then(AccountEvent::opened)
    }

    pub fn shared(&self, lock: std::sync::Arc<std::sync::Mutex<u8>>) -> Option<AccountEvent> {
        lock.lock().is_ok().then(AccountEvent::opened)
    }

    pub fn function(&self, decide: fn(&Account) -> bool) -> Option<AccountEvent> {
        decide(self).then(AccountEvent::opened)
    }
}

fn main() {
    let account = data_patterns::in_memory().aggregate::<Account>("1");
    pollster::block_on(async {
        let state = account.load().await.unwrap();
        account.references("a", b"b", &state).await.unwrap();
        account.lifetimes("a", "b").await.unwrap();
        account.patterns((1, 2), [3, 4, 5], String::new(), 6).await.unwrap();
        account.generic("a", ["b", "c"]).await.unwrap();
        account.shared(Default::default()).await.unwrap();
        account.function(|account| account.balance > 0).await.unwrap();
    });
}
