use data_patterns::prelude::*;

#[derive(Clone)]
struct Profile;

#[cached(ttl = 60, key = id, capacity = "1MB")]
fn profile(id: u64) -> Option<Profile> {
    (id > 0).then_some(Profile)
}

fn main() {}
