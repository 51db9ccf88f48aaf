use data_patterns::prelude::*;

#[invalidates(profile(id))]
fn rename(id: u64) -> impl Future<Output = u64> {
    async move { id }
}

fn main() {}
