use data_patterns::prelude::*;

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct Missing;

#[cached(ttl = 60, key = id, soft_timeout = "50ms")]
async fn profile(db: &Db, id: u64) -> Result<String, Missing> {
    let _ = (db, id);
    Err(Missing)
}

fn main() {}
