//! What a charge is today.

use data_patterns::{Shape, prelude::*};
use serde_json::Value;

use super::versions::{from_1, from_2, from_3, from_4, from_5, from_6};

/// What happens to charges.
#[derive(Serialize, Deserialize, Event)]
pub(crate) enum ChargeEvent {
    /// Keys that came without changing others have not raised the version: they may be missing.
    #[event(version = 7, upcast(1 = from_1, 2 = from_2, 3 = from_3, 4 = from_4, 5 = from_5, 6 = from_6))]
    Seen(Today),
}

/// A charge. What stands in `Option` may be nothing, or missing in older ones.
#[derive(Serialize, Deserialize, Shape)]
pub(crate) struct Today {
    pub(super) amount: i64,
    pub(super) amount_captured: i64,
    pub(super) amount_refunded: i64,
    pub(super) application: Option<String>,
    pub(super) application_fee: Option<String>,
    pub(super) application_fee_amount: Option<i64>,
    pub(super) balance_transaction: String,
    pub(super) billing_details: Option<Value>,
    pub(super) calculated_statement_descriptor: Option<String>,
    pub(super) captured: bool,
    pub(super) created: i64,
    pub(super) currency: String,
    pub(super) customer: Option<String>,
    pub(super) description: Option<String>,
    pub(super) disputed: bool,
    pub(super) failure_balance_transaction: Option<String>,
    pub(super) failure_code: Option<String>,
    pub(super) failure_message: Option<String>,
    pub(super) fraud_details: Value,
    pub(super) id: String,
    pub(super) livemode: bool,
    pub(super) metadata: Value,
    pub(super) object: String,
    pub(super) on_behalf_of: Option<String>,
    pub(super) outcome: Option<Value>,
    pub(super) paid: bool,
    pub(super) payment_intent: Option<String>,
    pub(super) payment_method: Option<String>,
    pub(super) payment_method_details: Option<Value>,
    pub(super) receipt_email: Option<String>,
    pub(super) receipt_number: Option<String>,
    pub(super) receipt_url: Option<String>,
    pub(super) refunded: bool,
    pub(super) refunds: Value,
    pub(super) review: Option<String>,
    pub(super) shipping: Option<Value>,
    pub(super) source: Option<Value>,
    pub(super) source_transfer: Option<String>,
    pub(super) statement_descriptor: Option<String>,
    pub(super) statement_descriptor_suffix: Option<String>,
    pub(super) status: String,
    pub(super) transfer_data: Option<Value>,
    pub(super) transfer_group: Option<String>,
    /// What charges once had, and nothing of today stands for.
    #[serde(default)]
    pub(super) former: Former,
}

/// Keys of other times.
#[derive(Default, Serialize, Deserialize, Shape)]
pub(crate) struct Former {
    pub(super) transfer: Option<String>,
    pub(super) dispute: Option<String>,
    pub(super) order: Option<String>,
    pub(super) invoice: Option<String>,
}
