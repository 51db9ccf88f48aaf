use data_patterns::prelude::*;

struct Db;

#[cached(ttl = 60, key = id)]
async fn profile(db: &Db, id: u64) -> u64 {
    let _ = db;
    id
}

fn main() {}
