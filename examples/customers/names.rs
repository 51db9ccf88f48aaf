//! Surnames and how many people bear them: from a file, or a list of its own.

use std::{fs::File, io::Read, path::Path};

use serde::Deserialize;

use crate::report::Failure;

/// Compressed files may need a window of 128 MiB.
const WINDOW_LOG: u32 = 27;
/// Bearers of the first name of the list; the second has half as many, the third a third.
const BEARERS: u64 = 1_200_000;

/// The shop knows at most so many people of one name.
const CUSTOMERS: u64 = 40;

const COMMON: &str = "Smith Johnson Brown Williams Jones Miller Davis Wilson Taylor Anderson Thomas Moore Martin Jackson \
    Thompson White Lee Harris Clark Lewis Robinson Walker Hall Young Allen Wright King Scott Green Baker Adams Nelson Hill \
    Campbell Mitchell Roberts Carter Phillips Evans Turner Parker Collins Edwards Stewart Morris Murphy Cook Rogers Morgan \
    Cooper Peterson Reed Bailey Bell Kelly Howard Ward Cox Richardson Wood Watson Brooks Bennett Gray James Hughes Price \
    Myers Long Foster Sanders Ross Powell Sullivan Russell Jenkins Perry Butler Barnes Fisher Henderson Coleman Simmons \
    Patterson Jordan Reynolds Hamilton Graham Kim Wallace West Cole Hayes Gibson Bryant Ellis Stevens Murray Ford Marshall \
    Owens McDonald Harrison Kennedy Wells Woods Burns Freeman Webb Tucker Porter Hunter Hicks Crawford Henry Boyd Mason \
    Kaufmann Warren Dixon Hunt Gordon Palmer Rose Stone Black Knight Fox Quinn Ingram Usher Vance Zimmermann Novak Xu Yates \
    Olsen Ibrahim Underwood Vaughan Nash Jensen Eaton Ivanov Zhou Duffy Norris Lang";

#[derive(Deserialize)]
struct Row {
    name: String,
    bearers: u64,
}

/// Who there is to draw from.
pub(crate) struct Names {
    rows: Vec<(String, u64)>,
    /// Sums of the bearers up to and with each name.
    sums: Vec<u64>,
}

impl Names {
    fn of(rows: Vec<(String, u64)>) -> Self {
        let sum = |sum: &mut u64, (_, bearers): &(String, u64)| {
            *sum += bearers;
            Some(*sum)
        };
        let sums = rows.iter().scan(0, sum).collect();
        Self { rows, sums }
    }

    /// Common surnames, the bearers by their rank.
    pub(crate) fn sample() -> Self {
        let ranked = (1..).zip(COMMON.split_whitespace());
        Self::of(ranked.map(|(rank, name)| (name.to_uppercase(), BEARERS / rank)).collect())
    }

    /// Reads a CSV file, compressed by zstd if its name ends in `.zst`.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        let file = File::open(path)?;
        let reader: Box<dyn Read> = if path.extension().is_some_and(|extension| extension == "zst")
        {
            let mut decoder = zstd::Decoder::new(file)?;
            decoder.window_log_max(WINDOW_LOG)?;
            Box::new(decoder)
        } else {
            Box::new(file)
        };
        let rows = csv::Reader::from_reader(reader).into_deserialize::<Row>();
        let rows = rows.map(|row| row.map(|row| (row.name, row.bearers)));
        let names = Self::of(rows.collect::<Result<_, _>>()?);
        if names.people() == 0 { Err("nobody bears any name".into()) } else { Ok(names) }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.rows.iter().map(|(name, bearers)| (name.as_str(), *bearers))
    }

    pub(crate) fn people(&self) -> u64 {
        self.sums.last().copied().unwrap_or_default()
    }

    pub(crate) fn name(&self, index: u32) -> &str {
        self.rows.get(index as usize).map_or("", |(name, _)| name)
    }

    /// The name that most people bear.
    pub(crate) fn heaviest(&self) -> (&str, u64) {
        self.iter().max_by_key(|(_, bearers)| *bearers).unwrap_or_default()
    }

    /// One of all people, every one as likely: the index of the name, and the number among its customers.
    pub(crate) fn draw(&self, random: &mut fastrand::Rng) -> (u32, u32) {
        let person = random.u64(0..self.people());
        let index = self.sums.partition_point(|sum| *sum <= person);
        let above = self.sums.get(index).copied().unwrap_or_default();
        (index as u32, ((above - person) % CUSTOMERS) as u32)
    }
}
