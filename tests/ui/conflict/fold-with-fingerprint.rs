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
    const FOLD: data_patterns::event::Fingerprint = data_patterns::event::Fingerprint::new(1);
    type Event = AccountEvent;

    fn apply(&mut self, _: AccountEvent) {}
}

fn main() {}
