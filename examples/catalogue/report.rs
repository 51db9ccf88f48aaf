//! How figures are printed and checked.

use std::error::Error;

use data_patterns::cache::Statistics;

pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// Fails unless it `holds`.
pub(crate) fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(otherwise().into()) }
}

/// A number for people: `20,000`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

pub(crate) fn statistics(caches: &[(&str, Statistics)]) {
    println!("\ne. What the caches have done");
    println!(
        "   {:<22} {:>9} {:>8} {:>7} {:>7} {:>7} {:>7} {:>7} {:>8}  mean load",
        "", "hits", "misses", "ratio", "loads", "failed", "stale", "fenced", "entries"
    );
    for (cache, done) in caches {
        let loads = u32::try_from(done.loads).unwrap_or(u32::MAX).max(1);
        println!(
            "   {cache:<22} {:>9} {:>8} {:>5.1} % {:>7} {:>7} {:>7} {:>7} {:>8}  {:>9.1?}",
            grouped(done.hits),
            grouped(done.misses),
            done.hit_ratio() * 100.0,
            grouped(done.loads),
            grouped(done.loads_failed),
            grouped(done.stale_serves),
            grouped(done.fenced),
            grouped(done.entries),
            done.load_time / loads
        );
    }
}
