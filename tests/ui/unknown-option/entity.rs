use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
#[entity(nmae = "profile")]
struct UserProfile {
    #[id]
    id: u64,
}

fn main() {}
