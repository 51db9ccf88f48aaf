//! Exact LRU, for all capacities at once.
//!
//! A key is found by LRU if fewer others were used since its last use than fit beside it: R. L. Mattson et al., "Evaluation techniques for
//! storage hierarchies", IBM Systems Journal 9(2), 1970.

/// How many accesses had which number of other keys since the last use of their own.
pub(crate) struct Distances(Vec<u64>);

impl Distances {
    pub(crate) fn of(keys: &[u32], distinct: usize) -> Self {
        let mut histogram = vec![0; distinct];
        let mut last = vec![None; distinct];
        let mut latest = Marks::new(keys.len());
        for (now, key) in keys.iter().enumerate() {
            let Some(last) = last.get_mut(*key as usize) else { continue };
            if let Some(then) = last.replace(now) {
                let others = latest.all - latest.until(then);
                histogram.get_mut(others).into_iter().for_each(|n| *n += 1);
                latest.clear(then);
            }
            latest.set(now);
        }
        Self(histogram)
    }

    pub(crate) fn hits(&self, capacity: usize) -> u64 {
        self.0.iter().take(capacity).sum()
    }
}

/// The last use of every key so far, counted by a Fenwick tree.
struct Marks {
    sums: Vec<u32>,
    all: usize,
}

impl Marks {
    fn new(length: usize) -> Self {
        Self { sums: vec![0; length + 1], all: 0 }
    }

    fn set(&mut self, at: usize) {
        self.all += 1;
        self.upwards(at, |sum| *sum += 1);
    }

    fn clear(&mut self, at: usize) {
        self.all -= 1;
        self.upwards(at, |sum| *sum -= 1);
    }

    /// How many up to and with `at`.
    fn until(&self, at: usize) -> usize {
        let (mut i, mut sum) = (at + 1, 0);
        while i > 0 {
            sum += self.sums.get(i).copied().unwrap_or_default() as usize;
            i &= i - 1;
        }
        sum
    }

    fn upwards(&mut self, at: usize, change: impl Fn(&mut u32)) {
        let mut i = at + 1;
        while let Some(sum) = self.sums.get_mut(i) {
            change(sum);
            i += i & i.wrapping_neg();
        }
    }
}
