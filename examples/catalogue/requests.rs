//! What customers ask for: some products all the time, most hardly ever.

use std::collections::BTreeMap;

/// So many requests for products below `products`, by Zipf's law: the second most popular is asked for half as often as the first, the
/// third a third as often. The same in every run.
pub(crate) fn zipf(products: u32, count: usize) -> Vec<u32> {
    let mut random = fastrand::Rng::with_seed(1935);
    let weights = (1..=products).map(|rank| 1.0 / f64::from(rank));
    let sums: Vec<f64> = weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect();
    let total = sums.last().copied().unwrap_or_default();
    let mut draw = || {
        let point = random.f64() * total;
        sums.partition_point(|sum| *sum < point) as u32
    };
    (0..count).map(|_| draw()).collect()
}

/// What any cache could make of some requests that keeps everything and loads nothing twice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// How many products are asked for: each must be loaded once.
    pub(crate) distinct: u64,
    /// The share of hits if nobody ever asks for what is being loaded.
    pub(crate) most: f64,
    /// The share of hits if each of the callers waits once for each product, which is as often as it can.
    pub(crate) least: f64,
}

pub(crate) fn bounds(requests: &[u32], callers: u64) -> Bounds {
    let mut times = BTreeMap::<u32, u64>::new();
    requests.iter().for_each(|id| *times.entry(*id).or_default() += 1);
    let share = |hits: u64| hits as f64 / requests.len() as f64;
    Bounds {
        distinct: times.len() as u64,
        most: share(times.values().map(|times| times - 1).sum()),
        least: share(times.values().map(|times| times.saturating_sub(callers)).sum()),
    }
}
