use data_patterns::prelude::*;

#[invalidates(self.by_name(name))]
fn rename(name: &str) -> usize {
    name.len()
}

fn main() {}
