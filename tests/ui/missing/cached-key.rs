use data_patterns::prelude::*;

#[cached(ttl = 60)]
fn listing(db: &u8, team: u64, name: &str) -> usize {
    team as usize + name.len() + usize::from(*db)
}

fn main() {}
