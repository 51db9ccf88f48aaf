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

struct Nameless;

fn from_v1(old: OpenedV1) -> Result<AccountEvent, Nameless> {
    if old.name.is_empty() { Err(Nameless) } else { Ok(AccountEvent::Opened { owner: old.name }) }
}

fn main() {}
