use data_patterns::prelude::*;

struct Users;

#[invalidates(profile(id))]
impl Users {
    fn rename(&self) {}
}

fn main() {}
