use data_patterns::prelude::*;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Team;

#[cached(ttl = 60, key = team, tags = [team])]
fn count(team: Team) -> u64 {
    drop(team);
    1
}

fn main() {}
