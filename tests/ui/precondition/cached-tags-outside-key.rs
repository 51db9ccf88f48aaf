use data_patterns::prelude::*;

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct Missing;

#[cached(ttl = 60, key = id, tags = [format!("team:{team}")])]
async fn profile(team: u32, id: u64) -> Result<String, Missing> {
    Ok(format!("{team}/{id}"))
}

fn main() {}
