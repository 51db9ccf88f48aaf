//! The stages of an application, and which may follow which.

use data_patterns::prelude::*;

/// How far an application has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Stage {
    Submitted,
    PartlySubmitted,
    PreAccepted,
    Accepted,
    Finalized,
    Approved,
    Registered,
    Activated,
    Declined,
    Cancelled,
}

use Stage::*;

impl Stage {
    pub(crate) const ALL: [Self; 10] = [
        Submitted,
        PartlySubmitted,
        PreAccepted,
        Accepted,
        Finalized,
        Approved,
        Registered,
        Activated,
        Declined,
        Cancelled,
    ];

    /// What may come next. A granted loan is approved, registered and activated in any order.
    pub(crate) const fn next(self) -> &'static [Self] {
        match self {
            Submitted => &[PartlySubmitted],
            PartlySubmitted => &[PreAccepted, Declined, Cancelled],
            PreAccepted => &[Accepted, Declined, Cancelled],
            Accepted => &[Finalized, Declined, Cancelled],
            Finalized => &[Approved, Registered, Activated, Declined, Cancelled],
            Approved => &[Registered, Activated],
            Registered => &[Approved, Activated],
            Activated => &[Approved, Registered],
            Declined | Cancelled => &[],
        }
    }

    /// The activity of the bank's log.
    pub(crate) const fn activity(self) -> &'static str {
        match self {
            Submitted => "A_SUBMITTED",
            PartlySubmitted => "A_PARTLYSUBMITTED",
            PreAccepted => "A_PREACCEPTED",
            Accepted => "A_ACCEPTED",
            Finalized => "A_FINALIZED",
            Approved => "A_APPROVED",
            Registered => "A_REGISTERED",
            Activated => "A_ACTIVATED",
            Declined => "A_DECLINED",
            Cancelled => "A_CANCELLED",
        }
    }

    pub(crate) fn of(activity: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.activity() == activity)
    }
}
