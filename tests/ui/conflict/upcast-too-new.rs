use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 2, upcast(1 = from_v1, 2 = from_v2, 3 = from_v3))]
    Opened { owner: String },
}

fn main() {}
