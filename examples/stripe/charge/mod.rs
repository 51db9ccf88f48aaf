//! Charges: seven versions of an event in nine years, six of them read through upcasters.

mod today;
mod versions;

use data_patterns::prelude::*;
use serde_json::Value;

use crate::{Failure, resource::Resource, values::Places};
use today::{ChargeEvent, Today};

/// All charges that were seen, as one history.
#[derive(Aggregate)]
pub(crate) struct Charge {
    #[id]
    history: String,
    seen: Vec<Today>,
}

#[fold]
impl Apply for Charge {
    type Event = ChargeEvent;

    fn apply(&mut self, event: ChargeEvent) {
        let ChargeEvent::Seen(charge) = event;
        self.seen.push(charge);
    }
}

impl Resource for Charge {
    const RESOURCE: &'static str = "charge";
    const RAISED_AT: &'static [u32] = &[11, 15, 26, 35, 44, 54];
    const PLACES: &'static Places = &[
        ("transfer", "/former/transfer"),
        ("destination", "/transfer_data/destination"),
        ("dispute", "/former/dispute"),
        ("order", "/former/order"),
        ("invoice", "/former/invoice"),
    ];
    const MADE: &'static [&'static str] = &["disputed", "amount_captured"];

    fn today(&self) -> Result<Vec<Value>, Failure> {
        self.seen.iter().map(|charge| Ok(serde_json::to_value(charge)?)).collect()
    }
}
