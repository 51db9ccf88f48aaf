use data_patterns::prelude::*;

#[invalidates(profile(id))]
struct Users;

fn main() {}
