use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct Profile {
    #[id]
    number: u64,
    #[personal]
    name: Option<String>,
}

fn main() {}
