use data_patterns::prelude::*;

struct Profile;

#[cached(ttl = 60, key = id)]
fn profile(id: u64) -> Option<Profile> {
    (id > 0).then_some(Profile)
}

fn main() {}
