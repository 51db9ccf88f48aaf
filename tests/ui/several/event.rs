use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
#[serde(tag = "type", rename_all = "snake_case")]
enum AccountEvent {
    #[event(name = "")]
    Opened { owner: String },
    #[event(nam = "deposited", version = 0)]
    Deposited { amount: i64 },
    #[event(alias = "deposited")]
    Withdrawn(i64),
    #[serde(skip)]
    Closed,
}

fn main() {}
