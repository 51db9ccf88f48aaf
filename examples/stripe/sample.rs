//! A small history, made up.

use serde_json::{Value, json};

use crate::shapes::{History, Object};

pub(crate) fn history() -> History {
    let charges = [
        (
            1,
            "2017-01-01",
            json!({ "transfer": "tr_1", "destination": "acct_1", "dispute": "dp_1", "order": "or_1", "invoice": "in_1" }),
        ),
        (
            12,
            "2018-01-01",
            json!({ "destination": "acct_2", "dispute": null, "order": null, "payment_intent": null }),
        ),
        (
            20,
            "2019-01-01",
            json!({ "dispute": "dp_3", "source": { "brand": "Visa", "parts": [1, 2.5, null] } }),
        ),
        (27, "2020-01-01", json!({ "disputed": true, "order": "or_4", "outcome": {} })),
        (
            40,
            "2022-01-01",
            json!({ "disputed": false, "amount_captured": 7, "order": "or_5", "invoice": "in_5" }),
        ),
        (50, "2024-01-01", json!({ "disputed": false, "amount_captured": 0, "invoice": "in_6" })),
        (
            55,
            "2025-01-01",
            json!({ "disputed": false, "amount_captured": 100, "transfer_data": { "destination": "acct_7" } }),
        ),
    ];
    let notifications = [
        (1, "2017-01-01", json!({ "api_version": "2017-01-01" })),
        (2, "2018-01-01", json!({})),
        (3, "2019-01-01", json!({ "api_version": null })),
    ];
    let charges = charges.map(|(n, date, keys)| object("charge", n, date, charge(n), keys));
    let notifications =
        notifications.map(|(n, date, keys)| object("event", n, date, notification(n), keys));
    History::new(charges.into_iter().chain(notifications))
}

fn object(resource: &str, n: u32, date: &str, whole: Value, keys: Value) -> Object {
    let both =
        [whole, keys].into_iter().flat_map(|part| part.as_object().cloned().unwrap_or_default());
    Object { resource: resource.to_owned(), n, date: date.to_owned(), keys: both.collect() }
}

/// What every charge has.
fn charge(n: u32) -> Value {
    json!({
        "id": format!("ch_{n}"), "object": "charge", "amount": 100 + n, "amount_refunded": 0, "balance_transaction": format!("txn_{n}"),
        "captured": true, "created": 1_500_000_000 + n, "currency": "eur", "fraud_details": {}, "livemode": false,
        "metadata": { "number": n.to_string() }, "paid": true, "refunded": false, "refunds": { "data": [] }, "status": "succeeded",
    })
}

/// What every notification has.
fn notification(n: u32) -> Value {
    json!({
        "id": format!("evt_{n}"), "object": "event", "type": "charge.seen", "created": 1_500_000_000 + n, "livemode": false,
        "pending_webhooks": n, "request": { "id": null }, "data": { "object": { "id": format!("ch_{n}") } },
    })
}
