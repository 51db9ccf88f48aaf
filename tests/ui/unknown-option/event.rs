use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(nam = "opened")]
    Opened,
}

fn main() {}
