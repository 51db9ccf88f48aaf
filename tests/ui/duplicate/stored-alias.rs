use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(name = "a", alias = "b")]
    Opened,
    #[event(alias = "b")]
    Closed,
}

fn main() {}
