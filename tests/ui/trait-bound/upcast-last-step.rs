use data_patterns::prelude::*;

#[derive(Deserialize)]
struct OpenedV1 {
    name: String,
}

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 2, upcast = from_v1)]
    Opened { owner: String },
}

fn from_v1(old: OpenedV1) -> String {
    old.name
}

fn main() {}
