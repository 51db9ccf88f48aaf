use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    id: u64,
    #[serde(skip)]
    name: String,
}

fn main() {}
