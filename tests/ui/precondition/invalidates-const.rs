use data_patterns::prelude::*;

#[invalidates(profile(id))]
const fn rename(id: u64) -> u64 {
    id
}

fn main() {}
