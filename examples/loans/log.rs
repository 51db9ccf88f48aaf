//! The bank's log: read from files, or made up.

use std::{
    collections::BTreeMap,
    error::Error,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use data_patterns::prelude::*;

/// Compressed logs may need a window of 128 MiB.
const WINDOW_LOG: u32 = 27;

/// One line of the log.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Line {
    case: u64,
    /// Its place in the case; several lines can have one time.
    idx: u32,
    pub(crate) activity: String,
    pub(crate) lifecycle: String,
    #[serde(rename = "ts_utc", deserialize_with = "timestamp")]
    pub(crate) at: Timestamp,
    /// Who did it; empty for the system itself.
    pub(crate) group: String,
}

/// One line of the table of cases.
#[derive(Debug, Deserialize)]
struct Amount {
    case: u64,
    #[serde(rename = "AMOUNT_REQ")]
    amount: u64,
}

/// One application, as the log tells of it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) number: u64,
    pub(crate) amount: u64,
    /// In order.
    pub(crate) lines: Vec<Line>,
}

/// All applications.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) cases: Vec<Case>,
}

impl Log {
    /// Reads a CSV file and the table of cases beside it, compressed by zstd if their names end in `.zst`.
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let lines: Result<Vec<Line>, _> =
            csv::Reader::from_reader(open(path)?).into_deserialize().collect();
        let cases = open(&cases_beside(path))?;
        let amounts: Result<Vec<Amount>, _> =
            csv::Reader::from_reader(cases).into_deserialize().collect();
        Self::of(lines?, amounts?)
    }

    fn of(lines: Vec<Line>, amounts: Vec<Amount>) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let mut by_case: BTreeMap<u64, Vec<Line>> = BTreeMap::new();
        for line in lines {
            by_case.entry(line.case).or_default().push(line);
        }
        let amounts: BTreeMap<_, _> =
            amounts.into_iter().map(|row| (row.case, row.amount)).collect();
        let case = |(number, mut lines): (u64, Vec<Line>)| {
            lines.sort_by_key(|line| line.idx);
            let amount = *amounts.get(&number).ok_or(format!("case {number} has no amount"))?;
            Ok(Case { number, amount, lines })
        };
        let cases: Result<_, Box<dyn Error + Send + Sync>> =
            by_case.into_iter().map(case).collect();
        Ok(Self { cases: cases? })
    }

    /// One application that is granted, one that is declined, one that is still open.
    pub(crate) fn sample() -> Result<Self, Box<dyn Error + Send + Sync>> {
        let granted = "A_SUBMITTED A_PARTLYSUBMITTED A_PREACCEPTED W_CALL A_ACCEPTED O_SENT A_FINALIZED A_APPROVED A_ACTIVATED A_REGISTERED";
        let declined = "A_SUBMITTED A_PARTLYSUBMITTED A_DECLINED";
        let open = "A_SUBMITTED A_PARTLYSUBMITTED A_PREACCEPTED A_ACCEPTED";
        let (mut lines, mut amounts) = (Vec::new(), Vec::new());
        for (case, activities) in (1..).zip([granted, declined, open]) {
            amounts.push(Amount { case, amount: case * 5_000 });
            lines.extend((0..).zip(activities.split(' ')).map(|(idx, activity)| Line {
                case,
                idx,
                activity: activity.to_owned(),
                lifecycle: "COMPLETE".to_owned(),
                at: Timestamp::from_micros((u64::from(idx) * 31 + case) * 86_400_000_000),
                group: "112".to_owned(),
            }));
        }
        Self::of(lines, amounts)
    }
}

/// `x.csv.zst` stands beside `x.cases.csv.zst`.
fn cases_beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(name.replacen(".csv", ".cases.csv", 1))
}

fn open(path: &Path) -> Result<Box<dyn Read>, Box<dyn Error + Send + Sync>> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if path.extension().is_none_or(|extension| extension != "zst") {
        return Ok(Box::new(file));
    }
    let mut decoder = zstd::Decoder::new(file)?;
    decoder.window_log_max(WINDOW_LOG)?;
    Ok(Box::new(decoder))
}

fn timestamp<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}
