use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    id: u64,
    #[shard_key]
    region: String,
}

fn main() {}
