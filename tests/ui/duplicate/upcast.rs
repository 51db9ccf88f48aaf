use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 2, upcast(1 = from_v1, 1 = from_first))]
    Opened { owner: String },
}

fn main() {}
