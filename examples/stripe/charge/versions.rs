//! The versions before today's, and the steps between them. Every struct is taken apart whole in its step, so the compiler knows that no field
//! was forgotten on the way.

use serde::Deserialize;
use serde_json::{Value, json};

use super::today::{ChargeEvent, Former, Today};

/// The type of a field, which is the same in all versions.
macro_rules! type_of {
    (amount_captured) => {
        i64
    };
    (application_fee_amount) => {
        i64
    };
    (billing_details) => {
        Value
    };
    (disputed) => {
        bool
    };
    (outcome) => {
        Value
    };
    (payment_method_details) => {
        Value
    };
    (shipping) => {
        Value
    };
    (source) => {
        Value
    };
    (transfer_data) => {
        Value
    };
    ($text:ident) => {
        String
    };
}

/// A version: what all versions have, what it needs besides, and what it may have.
macro_rules! version {
    ($version:ident { needs: $($needed:ident),*; may_have: $($optional:ident),* }) => {
        #[derive(Deserialize)]
        pub(super) struct $version {
            amount: i64,
            amount_refunded: i64,
            balance_transaction: String,
            captured: bool,
            created: i64,
            currency: String,
            fraud_details: Value,
            id: String,
            livemode: bool,
            metadata: Value,
            object: String,
            paid: bool,
            refunded: bool,
            refunds: Value,
            status: String,
            application: Option<String>,
            application_fee: Option<String>,
            customer: Option<String>,
            description: Option<String>,
            failure_code: Option<String>,
            failure_message: Option<String>,
            on_behalf_of: Option<String>,
            outcome: Option<Value>,
            receipt_email: Option<String>,
            receipt_number: Option<String>,
            review: Option<String>,
            shipping: Option<Value>,
            source: Option<Value>,
            source_transfer: Option<String>,
            statement_descriptor: Option<String>,
            transfer_group: Option<String>,
            $($needed: type_of!($needed),)*
            $($optional: Option<type_of!($optional)>,)*
            /// Filled on the way, stored by no version.
            #[serde(skip)]
            former: Former,
        }
    };
}

version!(V1 { needs: ; may_have: transfer, destination, dispute, order, invoice });
version!(V2 { needs: ; may_have: destination, dispute, order, invoice, payment_intent, application_fee_amount, receipt_url, transfer_data });
version!(V3 {
    needs: ;
    may_have: dispute, order, invoice, payment_intent, application_fee_amount, receipt_url, transfer_data, billing_details,
        payment_method_details, payment_method, statement_descriptor_suffix, disputed
});
version!(V4 {
    needs: disputed;
    may_have: order, invoice, payment_intent, application_fee_amount, receipt_url, transfer_data, billing_details,
        payment_method_details, payment_method, statement_descriptor_suffix, calculated_statement_descriptor
});
version!(V5 {
    needs: disputed, amount_captured;
    may_have: order, invoice, payment_intent, application_fee_amount, receipt_url, transfer_data, billing_details,
        payment_method_details, payment_method, statement_descriptor_suffix, calculated_statement_descriptor, failure_balance_transaction
});
version!(V6 {
    needs: disputed, amount_captured;
    may_have: invoice, payment_intent, application_fee_amount, receipt_url, transfer_data, billing_details,
        payment_method_details, payment_method, statement_descriptor_suffix, calculated_statement_descriptor, failure_balance_transaction
});

/// A step: what goes on as it is, what is taken and no more there, and what is there instead.
macro_rules! step {
    ($old:ident: $from:ident => $to:ident { keeps: $($kept:ident),*; takes: $($taken:ident),*; has: $($new:ident = $value:expr),* }) => {{
        let $from {
            amount, amount_refunded, balance_transaction, captured, created, currency, fraud_details, id, livemode, metadata, object, paid,
            refunded, refunds, status, application, application_fee, customer, description, failure_code, failure_message, on_behalf_of,
            outcome, receipt_email, receipt_number, review, shipping, source, source_transfer, statement_descriptor, transfer_group,
            $($kept,)* $($taken,)*
        } = $old;
        $(let $new = $value;)*
        $to {
            amount, amount_refunded, balance_transaction, captured, created, currency, fraud_details, id, livemode, metadata, object, paid,
            refunded, refunds, status, application, application_fee, customer, description, failure_code, failure_message, on_behalf_of,
            outcome, receipt_email, receipt_number, review, shipping, source, source_transfer, statement_descriptor, transfer_group,
            $($kept,)* $($new,)*
        }
    }};
}

/// Transfers are listed by themselves from now on.
pub(super) fn from_1(old: V1) -> V2 {
    step!(old: V1 => V2 {
        keeps: destination, dispute, order, invoice;
        takes: transfer, former;
        has: former = Former { transfer, ..former }, payment_intent = None, application_fee_amount = None, receipt_url = None, transfer_data = None
    })
}

/// Where the money goes has moved into the data of the transfer.
pub(super) fn from_2(old: V2) -> Result<V3, String> {
    Ok(step!(old: V2 => V3 {
        keeps: dispute, order, invoice, payment_intent, application_fee_amount, receipt_url, former;
        takes: destination, transfer_data;
        has: transfer_data = with_destination(transfer_data, destination)?, billing_details = None, payment_method_details = None,
            payment_method = None, statement_descriptor_suffix = None, disputed = None
    }))
}

fn with_destination(
    data: Option<Value>,
    destination: Option<String>,
) -> Result<Option<Value>, String> {
    match (data, destination) {
        (data, None) => Ok(data),
        (None, Some(destination)) => Ok(Some(json!({ "destination": destination }))),
        (Some(data), Some(destination)) => {
            Err(format!("it goes to {destination}, and by its transfer to {data}"))
        }
    }
}

/// Of a dispute it is told whether there is one.
pub(super) fn from_3(old: V3) -> V4 {
    step!(old: V3 => V4 {
        keeps: order, invoice, payment_intent, application_fee_amount, receipt_url, transfer_data, billing_details, payment_method_details,
            payment_method, statement_descriptor_suffix;
        takes: dispute, disputed, former;
        has: disputed = disputed.unwrap_or(dispute.is_some()), former = Former { dispute, ..former }, calculated_statement_descriptor = None
    })
}

/// Parts can be captured; until then it was all or nothing.
pub(super) fn from_4(old: V4) -> V5 {
    let all_or_nothing = if old.captured { old.amount } else { 0 };
    step!(old: V4 => V5 {
        keeps: disputed, order, invoice, payment_intent, application_fee_amount, receipt_url, transfer_data, billing_details,
            payment_method_details, payment_method, statement_descriptor_suffix, calculated_statement_descriptor, former;
        takes: ;
        has: amount_captured = all_or_nothing, failure_balance_transaction = None
    })
}

/// Orders are gone.
pub(super) fn from_5(old: V5) -> V6 {
    step!(old: V5 => V6 {
        keeps: disputed, amount_captured, invoice, payment_intent, application_fee_amount, receipt_url, transfer_data, billing_details,
            payment_method_details, payment_method, statement_descriptor_suffix, calculated_statement_descriptor, failure_balance_transaction;
        takes: order, former;
        has: former = Former { order, ..former }
    })
}

/// An invoice knows its charge, and not the other way round.
pub(super) fn from_6(old: V6) -> ChargeEvent {
    ChargeEvent::Seen(step!(old: V6 => Today {
        keeps: disputed, amount_captured, payment_intent, application_fee_amount, receipt_url, transfer_data, billing_details,
            payment_method_details, payment_method, statement_descriptor_suffix, calculated_statement_descriptor, failure_balance_transaction;
        takes: invoice, former;
        has: former = Former { invoice, ..former }
    }))
}
