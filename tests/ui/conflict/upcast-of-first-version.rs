use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 1, upcast = from_v0)]
    Opened { owner: String },
}

fn main() {}
