use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 2, upcast = |old| old)]
    Opened { owner: String },
}

fn main() {}
