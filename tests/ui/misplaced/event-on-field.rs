use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    Opened(#[event(name = "owner")] String),
}

fn main() {}
