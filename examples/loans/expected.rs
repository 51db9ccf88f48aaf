//! Figures that somebody else computed from the same log.

use std::{collections::BTreeMap, error::Error, fs::File, path::Path};

use data_patterns::prelude::*;

use crate::report::{Counts, Figures};

#[derive(Debug, Deserialize)]
pub(crate) struct Expected {
    cases: u64,
    events: u64,
    #[serde(rename = "application_A_events")]
    stages: Stages,
}

#[derive(Debug, Deserialize)]
struct Stages {
    events: u64,
    directly_follows: Counts,
    cases_ever_reaching: BTreeMap<String, Reached>,
    #[serde(rename = "last_A_state")]
    last: Counts,
    #[serde(rename = "last_A_state_as_of")]
    last_as_of: BTreeMap<String, Counts>,
    #[serde(rename = "sum_AMOUNT_REQ_all")]
    amount: u64,
}

#[derive(Debug, Deserialize)]
struct Reached {
    cases: u64,
    #[serde(rename = "sum_AMOUNT_REQ")]
    amount: u64,
}

impl Expected {
    /// The `expected.json` beside `log`, if there is one.
    pub(crate) fn beside(log: &Path) -> Result<Option<Self>, Box<dyn Error + Send + Sync>> {
        let path = log.with_file_name("expected.json");
        if !path.exists() {
            return Ok(None);
        }
        Ok(Some(serde_json::from_reader(File::open(path)?)?))
    }

    pub(crate) fn times(&self) -> Vec<String> {
        self.stages.last_as_of.keys().cloned().collect()
    }

    pub(crate) fn check(
        &self,
        figures: &Figures,
        as_of: &BTreeMap<String, Counts>,
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        let stages = &self.stages;
        same("cases", &figures.cases, &self.cases)?;
        same("events", &figures.events, &self.events)?;
        same("events of stages", &figures.stage_events, &stages.events)?;
        same("euros", &figures.amount, &stages.amount)?;
        same("transitions", &figures.transitions, &stages.directly_follows)?;
        same("last stages", &figures.last_stage, &stages.last)?;
        same("stages as of times", as_of, &stages.last_as_of)?;
        for (stage, Reached { cases, amount }) in &stages.cases_ever_reaching {
            let ours = figures.ever_reached.get(stage).copied().unwrap_or_default();
            same(stage, &ours, &(*cases, *amount))?;
        }
        println!("all as expected");
        Ok(())
    }
}

fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    ours: &T,
    theirs: &T,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    if ours == theirs {
        return Ok(());
    }
    Err(format!("{what}: {ours:?}, expected were {theirs:?}").into())
}
