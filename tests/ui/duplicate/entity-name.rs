use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
#[entity(name = "profile")]
#[entity(name = "user_profile")]
struct UserProfile {
    #[id]
    id: u64,
}

fn main() {}
