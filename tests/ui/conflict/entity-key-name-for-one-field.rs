use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
#[entity(key = UserProfileId)]
struct UserProfile {
    #[id]
    id: u64,
}

fn main() {}
