use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    Opened,
    #[event(name = "opened")]
    Reopened,
}

fn main() {}
