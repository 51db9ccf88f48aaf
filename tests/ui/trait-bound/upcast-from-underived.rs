use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 2, upcast = from_v1)]
    Opened { owner: String },
}

struct OpenedV1 {
    name: String,
}

fn from_v1(old: OpenedV1) -> AccountEvent {
    AccountEvent::Opened { owner: old.name }
}

fn main() {}
