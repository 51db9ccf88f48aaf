use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
struct Opened {
    owner: String,
}

fn main() {}
