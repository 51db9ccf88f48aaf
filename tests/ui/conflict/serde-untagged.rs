use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[serde(untagged)]
    Opened(String),
}

fn main() {}
