//! Answers that can be computed in parts and put together: those of no others can be asked of several nodes.

/// An answer that can be put together from parts.
///
/// # Laws
/// The order of the parts, and how they are grouped, makes no difference.
pub trait Merge {
    /// Takes another part in.
    fn merge(&mut self, other: Self);
}

/// How many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count(pub u64);

impl Merge for Count {
    fn merge(&mut self, other: Self) {
        self.0 += other.0;
    }
}

/// How much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum<N>(pub N);

impl<N: core::ops::AddAssign> Merge for Sum<N> {
    fn merge(&mut self, other: Self) {
        self.0 += other.0;
    }
}

/// The least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Min<N>(pub N);

impl<N: Ord> Merge for Min<N> {
    fn merge(&mut self, other: Self) {
        if other.0 < self.0 {
            *self = other;
        }
    }
}

/// The greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Max<N>(pub N);

impl<N: Ord> Merge for Max<N> {
    fn merge(&mut self, other: Self) {
        if other.0 > self.0 {
            *self = other;
        }
    }
}

/// How much, and of how many: averages of parts have no average.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Average {
    /// The sum of all.
    pub sum: f64,
    /// How many.
    pub count: u64,
}

impl Average {
    /// One value.
    pub const fn of(value: f64) -> Self {
        Self { sum: value, count: 1 }
    }

    /// The average; `None` of nothing.
    pub fn value(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }
}

impl Merge for Average {
    fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.count += other.count;
    }
}

/// The greatest `most`, greatest first; which of equal ones stay is not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Top<N> {
    most: usize,
    items: Vec<N>,
}

impl<N: Ord> Top<N> {
    /// One value, of which `most` are to be kept in the end.
    pub fn of(most: usize, value: N) -> Self {
        let mut items = Vec::from([value]);
        items.truncate(most);
        Self { most, items }
    }

    /// The values.
    pub fn items(&self) -> &[N] {
        &self.items
    }

    /// The values, owned.
    pub fn into_items(self) -> Vec<N> {
        self.items
    }
}

impl<N: Ord> Merge for Top<N> {
    fn merge(&mut self, other: Self) {
        self.most = self.most.max(other.most);
        for item in other.items {
            let at = self.items.partition_point(|kept| *kept >= item);
            if at < self.most {
                self.items.insert(at, item);
                self.items.truncate(self.most);
            }
        }
    }
}

impl<A: Merge, B: Merge> Merge for (A, B) {
    fn merge(&mut self, other: Self) {
        self.0.merge(other.0);
        self.1.merge(other.1);
    }
}

impl<A: Merge> Merge for Option<A> {
    fn merge(&mut self, other: Self) {
        match (&mut *self, other) {
            (Some(own), Some(other)) => own.merge(other),
            (None, other) => *self = other,
            (Some(_), None) => {}
        }
    }
}
