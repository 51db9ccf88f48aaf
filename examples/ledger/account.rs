//! The bank account: what happens to it, and what the bank may book.

use data_patterns::prelude::*;

use crate::{
    money::{Date, Hellers, crowns},
    rows::Row,
};

/// An account as it stands after all of its events.
#[derive(Aggregate, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(name = "bank account", snapshot(every = 25))]
pub(crate) struct Account {
    /// Whose books the account is in.
    #[id]
    pub(crate) source: String,
    #[id]
    pub(crate) number: u32,
    pub(crate) balance: Hellers,
    /// How many rows of the bank's ledger are booked.
    pub(crate) rows: u32,
    pub(crate) last_booked: Date,
}

/// What the bank notes about a booking beside its day and amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Purpose {
    pub(crate) transaction: u64,
    pub(crate) kind: String,
}

#[events(pub(crate))]
impl Account {
    /// Money came in.
    fn credited(&mut self, on: Date, amount: Hellers, _purpose: Purpose) {
        self.balance += amount;
        self.rows += 1;
        self.last_booked = on;
    }

    /// Money went out.
    fn debited(&mut self, on: Date, amount: Hellers, _purpose: Purpose) {
        self.balance -= amount;
        self.rows += 1;
        self.last_booked = on;
    }

    /// The bank keeps hundredths where its rows are rounded to tenths.
    fn corrected(&mut self, on: Date, amount: Hellers) {
        self.balance += amount;
        self.last_booked = on;
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("row {row} comes after row {booked}")]
    OutOfSequence { row: u32, booked: u32 },
    #[error("{row} lies before the last booking, on {last}")]
    Backdated { row: Date, last: Date },
    #[error("a {kind} of {}", crowns(*amount))]
    WrongSign { kind: String, amount: Hellers },
}

#[commands]
impl Account {
    /// Books one row of the bank's ledger: one event, or two when the bank corrected the row.
    pub(crate) fn book(&self, row: &Row) -> Result<Vec<AccountEvent>, Refused> {
        if row.seq != self.rows + 1 {
            return Err(Refused::OutOfSequence { row: row.seq, booked: self.rows });
        }
        if row.date < self.last_booked {
            return Err(Refused::Backdated { row: row.date, last: self.last_booked });
        }
        let mut events = vec![posting(row)?];
        if row.residual_h != 0 {
            events.push(AccountEvent::corrected(row.date, row.residual_h));
        }
        Ok(events)
    }
}

fn posting(row: &Row) -> Result<AccountEvent, Refused> {
    let (on, amount, transaction) = (row.date, row.signed_h, row.trans_id);
    let purpose = Purpose { transaction, kind: row.kind() };
    // VYBER, a withdrawal, occurs as a kind of row of its own.
    match row.direction.as_str() {
        "PRIJEM" if amount >= 0 => Ok(AccountEvent::credited(on, amount, purpose)),
        "VYDAJ" | "VYBER" if amount <= 0 => Ok(AccountEvent::debited(on, -amount, purpose)),
        _ => Err(Refused::WrongSign { kind: row.kind(), amount }),
    }
}

impl AccountEvent {
    /// The business date of the event, which is not the time at which it was recorded.
    pub(crate) fn on(&self) -> Date {
        match self {
            Self::Credited { on, .. } | Self::Debited { on, .. } | Self::Corrected { on, .. } => {
                *on
            }
        }
    }
}
