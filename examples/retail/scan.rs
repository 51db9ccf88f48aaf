//! The plain scan of all lines: what every answer is checked against.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::File,
};

use crate::{
    Failure, check,
    orders::{Invoice, Mils, Source},
    shopper::Orders,
};

/// What a scan has found.
#[derive(Default)]
pub(crate) struct Scan {
    lines: u64,
    value: Mils,
    pub(crate) customers: BTreeMap<u32, Orders>,
    stock: BTreeMap<String, u64>,
}

impl Scan {
    /// Reads all lines; answers the invoices as well, in the order of the file.
    pub(crate) fn of(source: &Source) -> Result<(Self, Vec<Invoice>), Failure> {
        let (mut scan, mut invoices, mut known) = (Self::default(), Vec::new(), HashMap::new());
        for row in source.rows()? {
            let (row, mut all) = (row?, Orders::default());
            let line = row.line();
            all.take(std::slice::from_ref(&line));
            (scan.lines, scan.value) = (scan.lines + 1, scan.value + all.value);
            let Some(customer) = row.customer() else { continue };
            scan.customers.entry(customer).or_default().take(std::slice::from_ref(&line));
            *scan.stock.entry(row.stock).or_default() += 1;
            let key = (row.invoice, row.country, customer);
            let at = *known.entry(key).or_insert_with_key(|(number, country, customer)| {
                let (number, country, customer) = (number.clone(), country.clone(), *customer);
                invoices.push(Invoice { number, country, customer, lines: Vec::new() });
                invoices.len() - 1
            });
            if let Some(invoice) = invoices.get_mut(at) {
                invoice.lines.push(line);
            }
        }
        Ok((scan, invoices))
    }

    /// Prints the sums, and checks them against an `expected.json` beside the file.
    pub(crate) fn print(&self, source: &Source) -> Result<(), Failure> {
        println!(
            "{} lines for {} mils; {} of {} customers",
            self.lines,
            self.value,
            self.of_customers(),
            self.customers.len()
        );
        let Source::File(path) = source else { return Ok(()) };
        let Ok(expected) = File::open(path.with_file_name("expected.json")) else { return Ok(()) };
        let expected: serde_json::Value = serde_json::from_reader(expected)?;
        let found = [
            ("lines", self.lines as i64),
            ("total_value_mils", self.value),
            ("customers", self.customers.len() as i64),
            ("lines_without_customer", (self.lines - self.of_customers()) as i64),
        ];
        found.into_iter().try_for_each(|(what, found)| {
            let expected = expected.get(what).and_then(serde_json::Value::as_i64);
            check(expected == Some(found), || format!("{what}: {found}, expected {expected:?}"))
        })?;
        println!("as expected");
        Ok(())
    }

    fn of_customers(&self) -> u64 {
        self.customers.values().map(|orders| orders.lines).sum()
    }

    /// The stock codes with the most lines.
    pub(crate) fn most_lines(&self, codes: usize) -> Vec<String> {
        let mut stock: Vec<_> = self.stock.iter().collect();
        stock.sort_by_key(|(code, lines)| (Reverse(**lines), *code));
        stock.into_iter().take(codes).map(|(code, _)| code.clone()).collect()
    }

    /// Who has bought `code`.
    pub(crate) fn buyers(&self, code: &str) -> BTreeSet<u32> {
        let buyers = self.customers.iter().filter(|(_, orders)| orders.bought.contains_key(code));
        buyers.map(|(number, _)| *number).collect()
    }
}
