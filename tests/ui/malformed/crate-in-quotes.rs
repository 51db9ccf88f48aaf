use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
#[event(crate = "data_patterns")]
enum AccountEvent {
    Opened,
}

fn main() {}
