//! Whether keys follow the order in which they arrive.

use core::cmp::Ordering;

use crate::shard::skew::{key_label::KeyLabel, sampling::mixed};

const SAMPLES: usize = 4_096;

/// A uniform sample of arrivals: Algorithm R of Vitter, "Random sampling with a reservoir", 1985. The same sample for the same input.
#[derive(Debug, Default)]
pub(super) struct Arrival {
    seen: u64,
    samples: Vec<(u64, KeyLabel)>,
}

impl Arrival {
    pub(super) fn add(&mut self, key: impl FnOnce() -> KeyLabel) {
        self.seen += 1;
        if self.samples.len() < SAMPLES {
            self.samples.push((self.seen, key()));
            return;
        }
        let chosen = mixed(self.seen.wrapping_mul(0x9e37_79b9_7f4a_7c15)) % self.seen;
        if let Some(sample) = self.samples.get_mut(chosen as usize) {
            *sample = (self.seen, key());
        }
    }

    /// Spearman's rank correlation of key and arrival; none for fewer than two keys.
    pub(super) fn correlation(mut self) -> Option<f64> {
        self.samples.sort_by_key(|(arrival, _)| *arrival);
        let keys: Vec<_> = self.samples.iter().map(|(_, key)| key.text()).collect();
        let arrivals: Vec<_> = (0..keys.len()).map(|arrival| arrival as f64).collect();
        pearson(&arrivals, &ranks(&keys))
    }
}

/// The rank of each key; equal keys share the mean of their ranks.
fn ranks(keys: &[&str]) -> Vec<f64> {
    let compare = comparison(keys);
    let mut order: Vec<_> = keys.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| compare(a, b));
    let mut ranks = vec![0.0; keys.len()];
    let mut first = 0;
    for equal in order.chunk_by(|(_, a), (_, b)| compare(a, b).is_eq()) {
        let rank = first as f64 + (equal.len() - 1) as f64 / 2.0;
        for (at, _) in equal {
            ranks.get_mut(*at).into_iter().for_each(|of| *of = rank);
        }
        first += equal.len();
    }
    ranks
}

/// As numbers if all are, else as texts.
fn comparison(keys: &[&str]) -> fn(&str, &str) -> Ordering {
    if keys.iter().all(|key| key.parse::<i128>().is_ok()) {
        |a, b| a.parse::<i128>().ok().cmp(&b.parse().ok())
    } else if keys.iter().all(|key| key.parse().is_ok_and(f64::is_finite)) {
        |a, b| a.parse().unwrap_or(0.0_f64).total_cmp(&b.parse().unwrap_or(0.0))
    } else {
        str::cmp
    }
}

fn pearson(left: &[f64], right: &[f64]) -> Option<f64> {
    let mean = |of: &[f64]| of.iter().sum::<f64>() / of.len() as f64;
    let (left_mean, right_mean) = (mean(left), mean(right));
    let pairs = || left.iter().map(|x| x - left_mean).zip(right.iter().map(|y| y - right_mean));
    let (across, of_left, of_right) =
        pairs().fold((0.0, 0.0, 0.0), |(xy, xx, yy), (x, y)| (xy + x * y, xx + x * x, yy + y * y));
    (of_left > 0.0 && of_right > 0.0).then(|| across / (of_left * of_right).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Place;

    fn correlation<T: ToString>(keys: impl IntoIterator<Item = T>) -> Option<f64> {
        let mut arrival = Arrival::default();
        keys.into_iter()
            .for_each(|key| arrival.add(|| KeyLabel::new(Place::new(0), &key.to_string())));
        arrival.correlation()
    }

    #[test]
    fn what_rises_falls_or_wanders_is_told_apart() {
        assert!(correlation(0..50_000).unwrap() > 0.999);
        assert!(correlation((0..50_000).map(|number| format!("{number}.5"))).unwrap() > 0.999);
        assert!(
            correlation((0..50_000).map(|number| format!("order-{number:09}"))).unwrap() > 0.999
        );
        assert!(correlation((0..50_000).rev()).unwrap() < -0.999);
        assert!(correlation((0..50_000_u64).map(mixed)).unwrap().abs() < 0.06);
    }

    #[test]
    fn equal_keys_share_their_rank() {
        assert_eq!(ranks(&["9", "10", "9", "1"]), [1.5, 3.0, 1.5, 0.0]);
        assert_eq!(ranks(&["9", "10", "x"]), [1.0, 0.0, 2.0]);
    }

    #[test]
    fn nothing_to_order_has_no_correlation() {
        assert_eq!(correlation([0; 0]), None);
        assert_eq!(correlation([7]), None);
        assert_eq!(correlation([7; 100]), None);
    }

    #[test]
    fn the_sample_is_of_all_arrivals() {
        let mut arrival = Arrival::default();
        (0..100_000).for_each(|_| arrival.add(|| KeyLabel::new(Place::new(0), "")));
        assert_eq!(arrival.samples.len(), SAMPLES);
        let late = arrival.samples.iter().filter(|(arrival, _)| *arrival > 50_000).count();
        assert!((SAMPLES * 45 / 100..SAMPLES * 55 / 100).contains(&late), "{late}");
    }
}
