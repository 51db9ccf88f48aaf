use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
enum UserProfile {
    Guest,
    Member { name: String },
}

fn main() {}
