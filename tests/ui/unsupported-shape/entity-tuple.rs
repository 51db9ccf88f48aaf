use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile(#[id] u64, String);

fn main() {}
