use data_patterns::prelude::*;

#[derive(Entity, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    id: u64,
    name: String,
}

fn main() {}
