use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 2, oldest = 3)]
    Opened { owner: String },
}

fn main() {}
