use data_patterns::prelude::*;

#[derive(Deserialize)]
struct OpenedV1 {
    name: String,
}

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(version = 3, upcast(1 = from_v1, 2 = from_v2))]
    Opened { owner: String },
}

#[derive(Deserialize)]
struct OpenedV2 {
    owner: String,
}

fn from_v1(old: OpenedV1) -> OpenedV1 {
    old
}

fn from_v2(old: OpenedV2) -> AccountEvent {
    AccountEvent::Opened { owner: old.owner }
}

fn main() {}
