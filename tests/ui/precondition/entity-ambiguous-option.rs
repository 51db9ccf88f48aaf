use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    id: u64,
    name: Option<Option<String>>,
}

fn main() {}
