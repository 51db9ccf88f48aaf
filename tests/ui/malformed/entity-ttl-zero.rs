use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
#[cached(ttl = 0)]
struct UserProfile {
    #[id]
    id: u64,
}

fn main() {}
