use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum CustomerEvent {
    #[personal]
    Registered { name: Personal<String> },
}

fn main() {}
