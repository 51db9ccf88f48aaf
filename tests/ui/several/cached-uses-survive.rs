use data_patterns::prelude::*;

#[cached(key = id)]
fn profile(id: u64) -> u64 {
    id
}

struct Users;

impl Users {
    #[cached(ttl = 60)]
    fn count(&self) -> u64 {
        1
    }
}

#[invalidates(profile(id), Users::count(..))]
fn rename(id: u64) -> u64 {
    profile::put(&id, 1);
    profile::refresh(id) + profile(id) + Users.count()
}

fn main() {}
