use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    id: f64,
    name: String,
}

fn main() {}
