use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    id: u64,
    #[entity(name = "label")]
    name: String,
}

fn main() {}
