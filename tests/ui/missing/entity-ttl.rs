use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
#[cached]
struct UserProfile {
    #[id]
    id: u64,
}

fn main() {}
