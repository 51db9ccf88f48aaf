//! A customer and what was ordered, declared twice: sharded by country, and by customer.

use std::collections::BTreeMap;

use data_patterns::prelude::*;

use crate::orders::{Line, Mils};

/// What somebody has ordered so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Orders {
    pub(crate) lines: u64,
    pub(crate) value: Mils,
    /// Lines by stock code, without returns.
    pub(crate) bought: BTreeMap<String, u64>,
}

impl Orders {
    pub(crate) fn take(&mut self, lines: &[Line]) {
        for line in lines {
            self.lines += 1;
            self.value += line.value();
            if line.quantity > 0 {
                *self.bought.entry(line.stock.clone()).or_default() += 1;
            }
        }
    }
}

/// All customers of a country lie together.
#[derive(Aggregate, Clone)]
#[aggregate(name = "customer of a country")]
pub(crate) struct Regional {
    #[id]
    #[shard_key]
    country: String,
    #[id]
    number: u32,
    orders: Orders,
}

#[events(pub(crate))]
impl Regional {
    fn ordered(&mut self, _invoice: String, lines: Vec<Line>) {
        self.orders.take(&lines);
    }
}

/// Each customer lies anywhere.
#[derive(Aggregate, Clone)]
#[aggregate(name = "customer")]
pub(crate) struct Shopper {
    #[id]
    #[shard_key]
    pub(crate) number: u32,
    pub(crate) orders: Orders,
}

#[events(pub(crate))]
impl Shopper {
    fn ordered(&mut self, _invoice: String, lines: Vec<Line>) {
        self.orders.take(&lines);
    }
}
