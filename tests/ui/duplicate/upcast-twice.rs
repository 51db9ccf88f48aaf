use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 2, upcast = from_v1, upcast(1 = from_v1))]
    Opened { owner: String },
}

fn main() {}
