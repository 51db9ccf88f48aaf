//! Lines of orders: from a file, one after the other, or made up.

use std::{fs::File, io::Read, path::PathBuf};

use data_patterns::prelude::*;

use crate::Failure;

/// Compressed files may need a window of 128 MiB.
const WINDOW_LOG: u32 = 27;

/// Thousandths of a pound: some prices have three digits.
pub(crate) type Mils = i64;

/// A line as the shop has it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Row {
    #[serde(rename = "InvoiceNo")]
    pub(crate) invoice: String,
    #[serde(rename = "StockCode")]
    pub(crate) stock: String,
    #[serde(rename = "Quantity")]
    pub(crate) quantity: i64,
    #[serde(rename = "UnitPrice")]
    price: f64,
    /// A number, or nothing.
    #[serde(rename = "CustomerID")]
    customer: Option<f64>,
    #[serde(rename = "Country")]
    pub(crate) country: String,
}

impl Row {
    pub(crate) fn customer(&self) -> Option<u32> {
        self.customer.map(|number| number as u32)
    }

    pub(crate) fn line(&self) -> Line {
        let price = (self.price * 1_000.0).round() as Mils;
        Line { stock: self.stock.clone(), quantity: self.quantity, price }
    }
}

/// A line as it is recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) stock: String,
    /// Negative for returns.
    pub(crate) quantity: i64,
    pub(crate) price: Mils,
}

impl Line {
    pub(crate) const fn value(&self) -> Mils {
        self.quantity * self.price
    }
}

/// All lines of one invoice of a customer, also those that stand elsewhere in the file.
pub(crate) struct Invoice {
    pub(crate) number: String,
    pub(crate) country: String,
    pub(crate) customer: u32,
    pub(crate) lines: Vec<Line>,
}

/// Where the orders come from.
pub(crate) enum Source {
    File(PathBuf),
    Sample,
}

impl Source {
    /// All lines, one after the other.
    pub(crate) fn rows(&self) -> Result<Box<dyn Iterator<Item = Result<Row, Failure>>>, Failure> {
        let Self::File(path) = self else { return Ok(Box::new(sample().map(Ok))) };
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
        Ok(Box::new(rows.map(|row| row.map_err(Failure::from))))
    }
}

/// A shop of nine British customers of ten, with returns, and lines of nobody.
fn sample() -> impl Iterator<Item = Row> {
    let mut random = fastrand::Rng::with_seed(2011);
    let line = move |number: u32| {
        let invoice = number / 8;
        let mut of_invoice = fastrand::Rng::with_seed(u64::from(invoice));
        let customer = of_invoice.u32(1..=400);
        let country = match customer % 10 {
            0 => ["France", "Germany", "Spain", "Norway"].get(customer as usize / 10 % 4),
            _ => None,
        };
        let back = of_invoice.u8(0..12) == 0;
        let quantity = random.i64(1..20);
        Row {
            invoice: format!("{}{}", if back { "C" } else { "" }, 500_000 + invoice),
            stock: format!("{}", 20_000 + random.u32(0..40) * random.u32(1..5)),
            quantity: if back { -quantity } else { quantity },
            price: f64::from(random.u32(1..9_999)) / 1_000.0,
            customer: (!invoice.is_multiple_of(5)).then_some(f64::from(customer)),
            country: (*country.unwrap_or(&"United Kingdom")).to_owned(),
        }
    };
    (0..16_000).map(line)
}
