//! The bank's ledger as a table: read from a file, or made up.

use std::{collections::BTreeMap, fs::File, io::Read, path::Path};

use serde::{Deserialize, Deserializer, de::Error as _};

use crate::money::{Date, Hellers};

/// Compressed ledgers may need a window of 128 MiB.
const WINDOW_LOG: u32 = 27;

/// One row: a booking, and the balance that the bank had after it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Row {
    pub(crate) source: String,
    pub(crate) account_id: u32,
    /// Its place in the account's history, from 1.
    pub(crate) seq: u32,
    pub(crate) trans_id: u64,
    #[serde(deserialize_with = "date")]
    pub(crate) date: Date,
    #[serde(rename = "type")]
    pub(crate) direction: String,
    pub(crate) operation: String,
    pub(crate) k_symbol: String,
    pub(crate) signed_h: Hellers,
    pub(crate) balance_h: Hellers,
    /// What the bank added beyond the rounded amount of the row.
    pub(crate) residual_h: Hellers,
}

impl Row {
    pub(crate) fn kind(&self) -> String {
        format!("{} {} {}", self.direction, self.operation, self.k_symbol).trim().into()
    }
}

fn date<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

/// The rows of every account, in the order of its history.
pub(crate) type Ledger = BTreeMap<(String, u32), Vec<Row>>;

/// Reads a CSV file, compressed by zstd if its name ends in `.zst`.
pub(crate) fn read(path: &Path) -> Result<Ledger, Box<dyn std::error::Error>> {
    let file = File::open(path)?;
    let reader: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "zst") {
        let mut decoder = zstd::Decoder::new(file)?;
        decoder.window_log_max(WINDOW_LOG)?;
        Box::new(decoder)
    } else {
        Box::new(file)
    };
    let rows: Result<Vec<Row>, _> = csv::Reader::from_reader(reader).into_deserialize().collect();
    Ok(by_account(rows?))
}

fn by_account(rows: Vec<Row>) -> Ledger {
    let mut ledger = Ledger::new();
    for row in rows {
        ledger.entry((row.source.clone(), row.account_id)).or_default().push(row);
    }
    ledger.values_mut().for_each(|rows| rows.sort_by_key(|row| row.seq));
    ledger
}

/// A made-up ledger of 40 accounts: salaries, rents, cash, and interest with the bank's hidden hundredths.
pub(crate) fn sample() -> Ledger {
    let mut random = fastrand::Rng::with_seed(1993);
    let rows = (1..=40).flat_map(|account| history(account, &mut random)).collect();
    by_account(rows)
}

fn history(account: u32, random: &mut fastrand::Rng) -> Vec<Row> {
    let mut balance = 0;
    let mut row = |seq: u32| {
        let (direction, operation, signed_h, residual_h) = match (seq, random.u8(0..4)) {
            (1, _) | (_, 0) => ("PRIJEM", "VKLAD", random.i64(1..90_000) * 100, 0),
            (_, 1) => ("PRIJEM", "", random.i64(1..900) * 10, random.i64(-1..=1) * 10),
            _ => ("VYDAJ", "VYBER", -random.i64(1..30_000) * 100, 0),
        };
        balance += signed_h + residual_h;
        Row {
            source: "sample".into(),
            account_id: account,
            seq,
            trans_id: u64::from(account * 1_000 + seq),
            date: Date::in_sample(seq),
            direction: direction.into(),
            operation: operation.into(),
            k_symbol: if operation.is_empty() { "UROK".into() } else { String::new() },
            signed_h,
            balance_h: balance,
            residual_h,
        }
    };
    (1..=100).map(&mut row).collect()
}
