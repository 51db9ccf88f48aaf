//! Sums that somebody else computed from the same ledger.

use std::{collections::BTreeMap, error::Error, fs::File, path::Path};

use serde::Deserialize;

use crate::money::{Date, Hellers, crowns};

#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    accounts: usize,
    sum_final_balance_h: Hellers,
    as_of: BTreeMap<String, AsOf>,
}

#[derive(Debug, Deserialize)]
struct AsOf {
    open_accounts: usize,
    sum_balance_h: Hellers,
}

impl Expected {
    /// The `expected.json` beside `ledger`, if there is one.
    pub(crate) fn beside(ledger: &Path) -> Result<Option<Self>, Box<dyn Error>> {
        let path = ledger.with_file_name("expected.json");
        if !path.exists() {
            return Ok(None);
        }
        let expected: Self = serde_json::from_reader(File::open(path)?)?;
        expected.as_of.keys().try_for_each(|day| day.parse::<Date>().map(drop))?;
        Ok(Some(expected))
    }

    pub(crate) fn days(&self) -> Vec<Date> {
        self.as_of.keys().filter_map(|day| day.parse().ok()).collect()
    }

    pub(crate) fn check_sum(&self, accounts: usize, sum: Hellers) -> Result<(), Box<dyn Error>> {
        same("in the end", (accounts, sum), (self.accounts, self.sum_final_balance_h))
    }

    pub(crate) fn check_as_of(
        &self,
        day: Date,
        accounts: usize,
        sum: Hellers,
    ) -> Result<(), Box<dyn Error>> {
        let day = day.to_string();
        let Some(as_of) = self.as_of.get(&day) else { return Ok(()) };
        same(&day, (accounts, sum), (as_of.open_accounts, as_of.sum_balance_h))
    }
}

fn same(
    when: &str,
    ours: (usize, Hellers),
    theirs: (usize, Hellers),
) -> Result<(), Box<dyn Error>> {
    if ours == theirs {
        println!("  as expected");
        return Ok(());
    }
    let text =
        |(accounts, sum): (usize, Hellers)| format!("{accounts} accounts with {}", crowns(sum));
    Err(format!("{when}: {}, expected were {}", text(ours), text(theirs)).into())
}
