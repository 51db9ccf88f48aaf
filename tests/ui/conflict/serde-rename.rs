use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[serde(rename = "open")]
    Opened,
    #[serde(alias = "shut")]
    Closed,
}

fn main() {}
