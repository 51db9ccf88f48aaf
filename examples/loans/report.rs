//! What has become of the applications, now and at times of the past.

use std::{collections::BTreeMap, error::Error};

use data_patterns::{prelude::*, repository::Database};

use crate::{application::Application, expected::Expected, log::Log, stage::Stage};

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How many there are of each.
pub(crate) type Counts = BTreeMap<String, u64>;

/// Prints all figures, and compares them with those that somebody else computed.
pub(crate) async fn all(db: &Database, log: &Log, expected: Option<&Expected>) -> Result<()> {
    let applications = applications(db, log).await?;
    let figures = Figures::of(&applications);
    figures.print();
    let times = expected.map_or_else(|| ends_of_years(log), |expected| expected.times());
    let mut as_of = BTreeMap::new();
    for time in times {
        let stages = stages_as_of(db, log, time.parse()?).await?;
        println!("as of {time}: {stages:?}");
        as_of.insert(time, stages);
    }
    let allowed = Stage::ALL.into_iter().map(|stage| stage.next().len()).sum::<usize>();
    println!("{allowed} transitions are allowed, {} of them occurred", figures.transitions.len());
    expected.map_or(Ok(()), |expected| expected.check(&figures, &as_of))
}

async fn applications(db: &Database, log: &Log) -> Result<Vec<Application>> {
    let mut applications = Vec::new();
    for case in &log.cases {
        let loaded = db.aggregate::<Application>(case.number).load().await?;
        if loaded.version() != case.lines.len() as u64 {
            let events = loaded.version();
            return Err(format!("case {} has {events} events", case.number).into());
        }
        applications.push(loaded.into_state());
    }
    Ok(applications)
}

async fn stages_as_of(db: &Database, log: &Log, time: Timestamp) -> Result<Counts> {
    let mut stages = Counts::new();
    for case in &log.cases {
        let past = db.aggregate::<Application>(case.number).as_of(AsOf::occurred(time)).await?;
        if let Some(stage) = past.stage {
            *stages.entry(stage.activity().into()).or_default() += 1;
        }
    }
    Ok(stages)
}

fn ends_of_years(log: &Log) -> Vec<String> {
    let lines = log.cases.iter().flat_map(|case| &case.lines);
    let year = |at: Timestamp| at.to_string().chars().take(4).collect::<String>();
    let mut years: Vec<_> = lines.map(|line| year(line.at)).collect();
    years.sort();
    years.dedup();
    years.into_iter().map(|year| format!("{year}-12-31T23:59:59.999Z")).collect()
}

/// Sums over all applications.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    pub(crate) cases: u64,
    pub(crate) amount: u64,
    /// How often one stage followed another, as `A>B`.
    pub(crate) transitions: Counts,
    pub(crate) last_stage: Counts,
    /// The applications that ever reached a stage, and their amounts together.
    pub(crate) ever_reached: BTreeMap<String, (u64, u64)>,
    /// Events that reached a stage.
    pub(crate) stage_events: u64,
    pub(crate) events: u64,
}

impl Figures {
    fn of(applications: &[Application]) -> Self {
        let mut figures = Self::default();
        applications.iter().for_each(|application| figures.add(application));
        figures
    }

    fn add(&mut self, application: &Application) {
        self.cases += 1;
        self.amount += application.amount;
        self.stage_events += application.stages.len() as u64;
        self.events += application.stages.len() as u64 + u64::from(application.notes);
        for (from, to) in application.stages.iter().zip(application.stages.iter().skip(1)) {
            let transition = format!("{}>{}", from.activity(), to.activity());
            *self.transitions.entry(transition).or_default() += 1;
        }
        if let Some(last) = application.stage {
            *self.last_stage.entry(last.activity().into()).or_default() += 1;
        }
        for stage in Stage::ALL.into_iter().filter(|stage| application.stages.contains(stage)) {
            let (cases, amount) = self.ever_reached.entry(stage.activity().into()).or_default();
            *cases += 1;
            *amount += application.amount;
        }
    }

    fn print(&self) {
        println!("{} cases, {} events, {} euros asked for", self.cases, self.events, self.amount);
        println!("now: {:?}", self.last_stage);
        for outcome in [Stage::Activated, Stage::Declined, Stage::Cancelled] {
            let (cases, amount) =
                self.ever_reached.get(outcome.activity()).copied().unwrap_or_default();
            println!("{:<12} {cases:>6} cases {amount:>12} euros", outcome.activity());
        }
    }
}
