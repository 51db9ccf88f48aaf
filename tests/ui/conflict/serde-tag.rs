use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
#[serde(tag = "type")]
enum AccountEvent {
    Opened,
}

fn main() {}
