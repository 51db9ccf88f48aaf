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

#[commands]
impl Account {
    pub const fn open(&self) -> Option<AccountEvent> {
        None
    }

    pub unsafe fn close(&self) -> Option<AccountEvent> {
        None
    }

    pub extern "C" fn shut(&self) -> Option<AccountEvent> {
        None
    }
}

fn main() {}
