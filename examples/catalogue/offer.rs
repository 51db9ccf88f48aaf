//! The other way: what is for sale, and for how much, as an aggregate whose states are cached.

use data_patterns::prelude::*;

/// What a product costs, and how many there are.
#[derive(Aggregate, Clone, Debug)]
#[cached(ttl = "1m", stale_if_error = "5m")]
pub(crate) struct Offer {
    #[id]
    pub(crate) product: u32,
    pub(crate) cents: u64,
    pub(crate) in_stock: u64,
}

#[events(pub(crate))]
impl Offer {
    fn priced(&mut self, cents: u64) {
        self.cents = cents;
    }

    fn stocked(&mut self, pieces: u64) {
        self.in_stock += pieces;
    }

    fn sold(&mut self) {
        self.in_stock -= 1;
    }
}

#[derive(Debug, thiserror::Error)]
#[error("sold out")]
pub(crate) struct SoldOut;

// Nothing here speaks of the cache: a command decides on a cached state, and the store tells it when that was outdated.
#[commands]
impl Offer {
    pub(crate) fn price(&self, cents: u64) -> Option<OfferEvent> {
        (self.cents != cents).then(|| OfferEvent::priced(cents))
    }

    pub(crate) fn stock(&self, pieces: u64) -> Option<OfferEvent> {
        self.in_stock.checked_add(pieces).map(|_| OfferEvent::stocked(pieces))
    }

    pub(crate) fn sell(&self) -> Result<OfferEvent, SoldOut> {
        if self.in_stock == 0 { Err(SoldOut) } else { Ok(OfferEvent::sold()) }
    }
}
