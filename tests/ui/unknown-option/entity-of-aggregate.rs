use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
#[entity(snapshot(every = 100))]
struct UserProfile {
    #[id]
    id: u64,
}

fn main() {}
