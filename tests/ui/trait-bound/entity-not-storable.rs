use data_patterns::prelude::*;

#[derive(Entity, Clone)]
struct UserProfile {
    #[id]
    id: u64,
    name: String,
}

fn main() {}
