use data_patterns::prelude::*;

struct Users;

#[cached(ttl = 60)]
impl Users {
    fn count(&self) -> u64 {
        1
    }
}

fn main() {}
