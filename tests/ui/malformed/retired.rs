use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum AccountEvent {
    #[event(retired = true)]
    Opened { owner: String },
}

fn main() {}
