//! The customer, declared twice: only the attribute `shard` differs.

use data_patterns::prelude::*;

/// Customers from A to M on one node, from N to Z on another.
#[derive(Aggregate, Clone)]
#[aggregate(name = "filed customer")]
#[shard(by = range, split = ["N"])]
pub(crate) struct Filed {
    #[id]
    #[shard_key]
    surname: String,
    #[id]
    number: u32,
    visits: u64,
}

#[events(pub(crate))]
impl Filed {
    fn came(&mut self) {
        self.visits += 1;
    }
}

/// Customers of one surname lie together, those of different ones anywhere.
#[derive(Aggregate, Clone)]
#[aggregate(name = "customer")]
pub(crate) struct Customer {
    #[id]
    #[shard_key]
    pub(crate) surname: String,
    #[id]
    pub(crate) number: u32,
    pub(crate) visits: u64,
    pub(crate) spent: u64,
}

#[events(pub(crate))]
impl Customer {
    fn bought(&mut self, pence: u64) {
        self.visits += 1;
        self.spent += pence;
    }
}

#[commands]
impl Customer {
    /// Every tenth visit is on the house.
    pub(crate) fn buy(&self, pence: u64) -> CustomerEvent {
        CustomerEvent::bought(if self.visits % 10 == 9 { 0 } else { pence })
    }
}
