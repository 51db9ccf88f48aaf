//! Everything generated is documented or needs no documentation.
#![deny(warnings, missing_docs, unreachable_pub)]

use data_patterns::prelude::*;

/// An account.
#[derive(Aggregate)]
pub(crate) struct Account {
    #[id]
    number: String,
    #[id]
    bank: u8,
}

#[events(pub(crate))]
impl Account {
    fn opened(&mut self, number: String) {
        self.number = number;
    }
}

fn main() {}
