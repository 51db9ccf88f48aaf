use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile {
    user_id: u64,
    name: String,
}

fn main() {}
