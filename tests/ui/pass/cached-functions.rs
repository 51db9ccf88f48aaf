#![deny(warnings)]
#![allow(dead_code, reason = "what is generated must not warn; what is written here is not called")]

use std::{io, sync::Arc};

use data_patterns::prelude::*;

#[derive(Clone)]
struct Db;

#[derive(Clone, Debug)]
struct Missing;

impl From<data_patterns::cache::TimedOut> for Missing {
    fn from(_: data_patterns::cache::TimedOut) -> Self {
        Self
    }
}

/// Everything at once.
#[cached(
    ttl = "5m",
    key = (id, name),
    capacity = "64MB",
    weight = weigh,
    jitter = "10%",
    idle = "1h",
    stale_if_error = "1d",
    stale_while_revalidate = "250ms",
    refresh_ahead,
    soft_timeout = "50ms",
    timeout = "2s",
    negative = "10s",
    errors = 1,
    tags = ["profiles", id, format!("name:{name}")]
)]
async fn profile(db: &Db, id: u64, name: &str) -> Result<Option<String>, Missing> {
    let _ = db;
    if id == 0 {
        return Err(Missing);
    }
    let name = Some(name).filter(|name| !name.is_empty()).ok_or(Missing)?;
    Ok(Some(format!("{id}: {name}")))
}

fn weigh(value: &Option<String>) -> u64 {
    value.as_ref().map_or(1, |value| value.len() as u64)
}

// Computed parts, mutable arguments, values that are not in the key.
#[cached(ttl = 60, key = (name.to_lowercase(): String, since), capacity = "1MB")]
fn count(mut name: String, since: Option<u64>, factor: f64, of: &[u8]) -> usize {
    name.push('!');
    name.len() + of.len() + since.map_or(0, |since| (since as f64 * factor) as usize)
}

#[cached(ttl = 60)]
fn without_arguments() -> &'static str {
    "always"
}

#[cached(ttl = 60, key = ())]
async fn one_answer_for_all(db: &Db) -> Arc<str> {
    let _ = db;
    "one".into()
}

// The answer says what is cached, whatever the alias leaves out.
#[cached(ttl = 60, key = path)]
fn size(path: &str) -> Result<u64, Arc<io::Error>> {
    Ok(std::fs::metadata(path)?.len())
}

type Short<T> = Result<T, Missing>;

mod short {
    pub type Result<T> = super::Short<T>;
}

#[cached(ttl = 60, key = id, negative = 5)]
async fn by_alias(id: u64) -> short::Result<Option<u64>> {
    if id == 0 { Err(Missing) } else { Ok(Some(id)) }
}

#[cached(ttl = 60, key = (name, N: usize))]
fn generic<S: ToString + ?Sized, const N: usize>(source: &S, name: &'static str) -> String
where
    S: Send,
{
    format!("{}{name}{N}", source.to_string())
}

#[cached(ttl = 60, key = id)]
async fn generic_async<S: Clone + ToString + Send + Sync + 'static>(source: &S, id: u8) -> String {
    format!("{}{id}", source.to_string())
}

#[cached(ttl = 60, key = r#type)]
fn r#match(r#type: u8) -> u8 {
    r#type
}

#[must_use]
#[deprecated = "use another"]
#[cached(ttl = 60, key = _unused)]
pub(crate) fn deprecated(_unused: u8) -> u8 {
    1
}

fn main() {
    #[derive(Clone)]
    struct Local(u64);

    #[cached(ttl = 60, key = id)]
    fn local(id: u64) -> Local {
        Local(id)
    }

    assert_eq!(local(1).0, local::get(&1).unwrap().0);
    without_arguments::put("never");
    assert_eq!(without_arguments(), "never");
    assert_eq!(r#match(3), r#match::get(&3).unwrap());
    count::invalidate(&String::from("a"), &None);
    let _: bool = by_alias::get(&1).is_none();
}
