use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
#[event(name = "account")]
enum AccountEvent {
    Opened,
}

fn main() {}
