//! One loan application: what happens to it, and what the bank allows.

use data_patterns::prelude::*;

use crate::stage::Stage;

/// An application as it stands after all of its events.
#[derive(Aggregate, Clone, Debug, PartialEq, Serialize, Deserialize)]
#[aggregate(name = "loan application", snapshot(every = 50))]
pub(crate) struct Application {
    #[id]
    pub(crate) case: u64,
    /// In whole euros.
    pub(crate) amount: u64,
    /// `None` before it was submitted.
    pub(crate) stage: Option<Stage>,
    /// Every stage it has ever been at, in order.
    pub(crate) stages: Vec<Stage>,
    /// Offers that were sent, work items that were begun, and so on.
    pub(crate) notes: u32,
}

#[events(pub(crate))]
impl Application {
    /// A customer asked for money.
    fn submitted(&mut self, amount: u64) {
        self.amount = amount;
        self.reach(Stage::Submitted);
    }

    /// The application came to another stage.
    fn advanced(&mut self, to: Stage) {
        self.reach(to);
    }

    /// Something happened to an offer or a work item, which decides nothing about the application itself.
    fn noted(&mut self, _activity: String, _lifecycle: String) {
        self.notes += 1;
    }
}

impl Application {
    fn reach(&mut self, stage: Stage) {
        self.stage = Some(stage);
        self.stages.push(stage);
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("it was submitted already")]
    SubmittedAlready,
    #[error("it was not submitted yet")]
    NotSubmitted,
    #[error("{} does not follow {}", to.activity(), from.activity())]
    NotNext { from: Stage, to: Stage },
}

#[commands]
impl Application {
    pub(crate) fn submit(&self, amount: u64) -> Result<ApplicationEvent, Refused> {
        match self.stage {
            Some(_) => Err(Refused::SubmittedAlready),
            None => Ok(ApplicationEvent::submitted(amount)),
        }
    }

    pub(crate) fn advance(&self, to: Stage) -> Result<ApplicationEvent, Refused> {
        let from = self.stage.ok_or(Refused::NotSubmitted)?;
        match from.next().contains(&to) {
            true => Ok(ApplicationEvent::advanced(to)),
            false => Err(Refused::NotNext { from, to }),
        }
    }

    pub(crate) fn note(
        &self,
        activity: String,
        lifecycle: String,
    ) -> Result<ApplicationEvent, Refused> {
        match self.stage {
            Some(_) => Ok(ApplicationEvent::noted(activity, lifecycle)),
            None => Err(Refused::NotSubmitted),
        }
    }
}
