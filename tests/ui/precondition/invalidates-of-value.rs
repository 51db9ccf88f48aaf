use data_patterns::prelude::*;

#[invalidates(users.by_name(name))]
fn rename(users: &u8, name: &str) -> usize {
    name.len() + usize::from(*users)
}

fn main() {}
