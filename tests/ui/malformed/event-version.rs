use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 0)]
    Opened,
    #[event(version = 70000)]
    Closed,
}

fn main() {}
