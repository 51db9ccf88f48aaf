use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    Opened,
    #[serde(skip)]
    Closed,
    #[serde(other)]
    Unknown,
}

fn main() {}
