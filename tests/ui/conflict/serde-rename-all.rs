use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
#[serde(rename_all = "snake_case")]
enum AccountEvent {
    Opened,
}

fn main() {}
