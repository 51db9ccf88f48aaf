use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct UserProfile<'a> {
    #[id]
    id: u64,
    name: &'a str,
}

fn main() {}
