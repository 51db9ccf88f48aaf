use data_patterns::prelude::*;

#[derive(Clone, Serialize, Deserialize)]
struct UserProfile {
    id: u64,
}

fn main() {
    let _ = data_patterns::in_memory().entities::<UserProfile>();
}
