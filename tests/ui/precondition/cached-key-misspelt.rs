use data_patterns::prelude::*;

#[cached(ttl = 60, key = team_di)]
fn listing(team_id: u64, page: u32) -> u64 {
    team_id + u64::from(page)
}

fn main() {}
