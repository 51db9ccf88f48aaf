use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 3, oldest = 2, upcast(1 = from_v1, 2 = from_v2))]
    Opened { owner: String },
}

fn main() {}
