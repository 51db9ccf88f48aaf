//! Amounts and business dates.

use std::{fmt, str::FromStr};

use data_patterns::prelude::*;

/// Hundredths of a crown.
pub(crate) type Hellers = i64;

/// An amount for people: `39,296,720.10`.
pub(crate) fn crowns(amount: i64) -> String {
    let digits = (amount.unsigned_abs() / 100).to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", groups.join(","), amount.unsigned_abs() % 100)
}

/// A day of the bank's calendar; kept as the number `yyyymmdd`, which sorts as the days do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Date(u32);

#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no date of the form 1993-12-31")]
pub(crate) struct NoDate(String);

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let no_date = || NoDate(text.into());
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = *parts.as_slice() else { return Err(no_date()) };
        let number = |digits: &str, length| {
            (digits.len() == length)
                .then(|| digits.parse::<u32>().ok())
                .flatten()
                .ok_or_else(no_date)
        };
        let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
        let exists = text.parse::<Timestamp>().is_ok();
        exists.then_some(Self(year * 10_000 + month * 100 + day)).ok_or_else(no_date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

/// The first moment of the day, which exists: it was looked at when the date was read.
impl From<Date> for Timestamp {
    fn from(date: Date) -> Self {
        date.to_string().parse().unwrap_or_default()
    }
}

impl Date {
    /// The last day of the year.
    pub(crate) fn year_end(self) -> Self {
        Self(self.0 / 10_000 * 10_000 + 1231)
    }

    /// The day of the `seq`th row of a made-up account: three rows a month, from January 1993 on.
    pub(crate) fn in_sample(seq: u32) -> Self {
        let month = seq / 3;
        Self((1993 + month / 12) * 10_000 + (month % 12 + 1) * 100 + seq % 3 * 9 + 2)
    }
}
