use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum CustomerEvent {
    Registered(u64, #[personal(subject = customer)] Personal<String>),
}

fn main() {}
