use data_patterns::prelude::*;

#[derive(Aggregate, Clone, Debug)]
struct Account {
    #[id]
    number: String,
    balance: i64,
}

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    Opened { owner: String },
}

#[fold]
impl Apply for Account {
    type Event = AccountEvent;

    fn apply(&mut self, _: AccountEvent) {}
}

#[commands(handel = AccountHandle)]
impl Account {
    pub fn open(&mut self, owner: impl Into<String>) -> AccountEvent {
        AccountEvent::Opened { owner: owner.into() }
    }

    pub async fn deposit(&self, amount: i64) {
        let _ = amount;
    }

    pub fn undo(self) -> AccountEvent {
        AccountEvent::Opened { owner: self.number }
    }
}

fn main() {}
