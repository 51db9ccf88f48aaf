use data_patterns::prelude::*;

#[invalidates(profile(id) listing(..))]
fn rename(id: u64) {
    drop(id);
}

fn main() {}
