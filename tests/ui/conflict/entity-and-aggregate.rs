use data_patterns::prelude::*;

#[derive(Aggregate, Entity, Clone, Serialize, Deserialize)]
#[aggregate(name = "profile")]
struct UserProfile {
    #[id]
    id: u64,
}

fn main() {}
