use data_patterns::prelude::*;

#[derive(Clone, Serialize, Deserialize)]
struct Email(String);

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile {
    #[id]
    email: Email,
}

fn main() {}
