use data_patterns::prelude::*;

#[derive(Clone)]
#[cached(ttl = 60)]
#[derive(data_patterns::Entity, Serialize, Deserialize)]
struct Profile {
    #[id]
    id: u64,
}

fn main() {}
