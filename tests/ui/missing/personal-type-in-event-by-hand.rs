use data_patterns::prelude::*;

#[derive(Serialize, Deserialize, Event)]
enum CustomerEvent {
    Registered {
        #[personal]
        names: Vec<Option<String>>,
    },
}

fn main() {}
