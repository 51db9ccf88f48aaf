use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(upcast = from_v1)]
    Opened { owner: String },
}

#[derive(Serialize, Deserialize, Event)]
enum OrderEvent {
    #[event(upcast(1 = from_v1))]
    Opened { owner: String },
}

fn main() {}
