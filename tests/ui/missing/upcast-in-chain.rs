use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 6, upcast(1 = from_v1, 3 = from_v3))]
    Opened { owner: String },
}

fn main() {}
