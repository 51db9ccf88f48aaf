use data_patterns::prelude::*;

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct Missing;

#[cached(ttl = 60, key = id, stale_if_error = 60, soft_timeout = 2, timeout = 2)]
async fn profile(db: &Db, id: u64) -> Result<String, Missing> {
    let _ = (db, id);
    Err(Missing)
}

fn main() {}
