//! Moments, as stores stamp events with.

use core::{fmt, str::FromStr};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

const MICROS: u64 = 1_000_000;
const DAY: u64 = 86_400;
/// Days of 400 years.
const ERA: u64 = 146_097;
/// Days from 0000-03-01, from which the methods below count, to 1970-01-01.
const EPOCH: u64 = 719_468;

/// A moment, in microseconds since 1970-01-01 00:00 UTC.
///
/// Read and shown as RFC 3339 writes it, in UTC; a date alone is its first moment.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use patterns_core::event::Timestamp;
/// let noon: Timestamp = "2024-02-29T12:00:00Z".parse()?;
/// assert_eq!(noon.to_string(), "2024-02-29T12:00:00.000000Z");
/// assert!("2024-02-29".parse::<Timestamp>()? < noon);
/// # Ok(())
/// # }
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(u64);

impl Timestamp {
    /// The moment `micros` microseconds after 1970-01-01 00:00 UTC.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Microseconds since 1970-01-01 00:00 UTC.
    pub const fn as_micros(self) -> u64 {
        self.0
    }
}

impl From<SystemTime> for Timestamp {
    /// A moment before 1970 becomes 1970.
    fn from(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
        Self(u64::try_from(since.as_micros()).unwrap_or(u64::MAX))
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        UNIX_EPOCH + Duration::from_micros(timestamp.0)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, micros) = (self.0 / MICROS, self.0 % MICROS);
        let (year, month, day) = civil_from_days(seconds / DAY);
        let (hour, minute, second) = (seconds % DAY / 3_600, seconds % 3_600 / 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{micros:06}Z")
    }
}

/// A text is no date, and no moment in UTC, from 1970 on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no date like 2024-02-29 and no moment like 2024-02-29T12:00:00.5Z")]
pub struct NoTimestamp(String);

impl FromStr for Timestamp {
    type Err = NoTimestamp;

    fn from_str(text: &str) -> Result<Self, NoTimestamp> {
        parse(text).ok_or_else(|| NoTimestamp(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Timestamp> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, time.strip_suffix('Z')?),
        None => (text, "00:00:00"),
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    let days = days_from_civil(year, month, day)?;
    // The date must exist: one that does not is counted as another.
    let exists = civil_from_days(days) == (year, month, day);
    let in_range = hour < 24 && minute < 60 && second < 60;
    let seconds = days * DAY + hour * 3_600 + minute * 60 + second;
    let micros = micros(fraction)?;
    (exists && in_range).then(|| Timestamp(seconds * MICROS + micros))
}

/// Three numbers of exactly so many digits.
fn numbers(text: &str, between: char, digits: [usize; 3]) -> Option<[u64; 3]> {
    let mut parts = text.split(between);
    let mut next = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        is_number(part).then(|| part.parse().ok()).flatten()
    };
    let [a, b, c] = digits;
    let numbers = [next(a)?, next(b)?, next(c)?];
    parts.next().is_none().then_some(numbers)
}

/// Digits after the point; beyond the sixth they are cut off.
fn micros(fraction: &str) -> Option<u64> {
    is_number(fraction)
        .then(|| fraction.chars().chain("000000".chars()).take(6).collect::<String>())?
        .parse()
        .ok()
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The date so many days after 1970-01-01. The method is `civil_from_days` of H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
const fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let days = days + EPOCH;
    let day_of_era = days % ERA;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (0, month + 3) } else { (1, month - 9) };
    (days / ERA * 400 + year_of_era + year, month, day)
}

/// So many days after 1970-01-01 is the date; `None` before. The method is `days_from_civil` of the same.
fn days_from_civil(year: u64, month: u64, day: u64) -> Option<u64> {
    let (year, month) =
        if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let (era, year) = (year / 400, year % 400);
    let day_of_era =
        year * 365 + year / 4 - year / 100 + (153 * month + 2) / 5 + day.checked_sub(1)?;
    (era * ERA + day_of_era).checked_sub(EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_shown_as_a_date_and_a_time() {
        for (seconds, shown) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (951_782_400, "2000-02-29T00:00:00.000000Z"),
            (1_078_099_199, "2004-02-29T23:59:59.000000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000000Z"),
        ] {
            let timestamp = Timestamp::from_micros(seconds * 1_000_000);
            assert_eq!(timestamp.to_string(), shown);
            assert_eq!(shown.parse(), Ok(timestamp));
        }
        assert_eq!(Timestamp::from_micros(1).to_string(), "1970-01-01T00:00:00.000001Z");
        assert!(!Timestamp::from_micros(u64::MAX).to_string().is_empty());
    }

    #[test]
    fn a_timestamp_is_read_with_any_fraction_and_as_a_date() {
        let read = |text: &str| text.parse().map(Timestamp::as_micros);
        assert_eq!(read("1970-01-02"), Ok(86_400_000_000));
        assert_eq!(read("1970-01-01T00:00:01Z"), Ok(1_000_000));
        assert_eq!(read("1970-01-01T00:00:01.5Z"), Ok(1_500_000));
        assert_eq!(read("1970-01-01T00:00:01.1234567Z"), Ok(1_123_456));
    }

    #[test]
    fn a_text_that_is_no_timestamp_is_refused() {
        for text in [
            "",
            "1970",
            "1969-12-31",
            "2023-02-29",
            "2024-13-01",
            "2024-00-01",
            "2024-01-00",
            "2024-1-1",
            "24-01-01",
            "2024-01-01T",
            "2024-01-01T00:00:00",
            "2024-01-01T24:00:00Z",
            "2024-01-01T00:60:00Z",
            "2024-01-01T00:00:60Z",
            "2024-01-01T00:00:00.Z",
            "2024-01-01T00:00:00+01:00",
            "2024-01-01T00:00:0äZ",
            "+024-01-01",
        ] {
            assert_eq!(text.parse::<Timestamp>(), Err(NoTimestamp(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn every_day_of_eight_hundred_years_is_read_as_it_is_shown() {
        for day in 0..2 * ERA {
            let timestamp = Timestamp::from_micros(day * DAY * MICROS);
            let shown = timestamp.to_string();
            assert_eq!(shown.parse(), Ok(timestamp), "{shown}");
        }
    }
}
