use data_patterns::prelude::*;

#[invalidates(profile(id), profile(id))]
fn rename(id: u64) {
    drop(id);
}

fn main() {}
