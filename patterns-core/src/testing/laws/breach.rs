//! How a law was broken.

use core::fmt;

use crate::testing::CannotMakeUp;

/// What is told about a law that does not hold.
#[derive(Debug)]
pub(super) struct Breach {
    /// Which of the ways in which a law can be broken; while a case is made smaller it stays the same.
    pub(super) kind: Kind,
    /// What happened, in one sentence.
    pub(super) happened: String,
    /// The events that lead there; nothing where there are none.
    pub(super) history: String,
    /// What differs.
    pub(super) evidence: String,
    /// What to write instead.
    pub(super) remedy: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    CannotMakeUp,
    FoldPanicked,
    CommandPanicked,
    DoesNotEncode,
    Differs,
    NotTested,
}

impl Breach {
    pub(super) fn new(kind: Kind, happened: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            kind,
            happened: happened.into(),
            history: String::new(),
            evidence: String::new(),
            remedy: remedy.into(),
        }
    }

    pub(super) fn differs(
        happened: impl Into<String>,
        evidence: String,
        remedy: impl Into<String>,
    ) -> Self {
        Self { evidence, ..Self::new(Kind::Differs, happened, remedy) }
    }

    pub(super) fn cannot_make_up(error: &CannotMakeUp, remedy: &str) -> Self {
        Self::new(Kind::CannotMakeUp, error.to_string(), remedy)
    }

    /// The same, after the events that lead there.
    pub(super) fn after(self, history: String) -> Self {
        if self.history.is_empty() { Self { history, ..self } } else { self }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.happened)?;
        if !self.history.is_empty() {
            write!(f, "\n{}", self.history)?;
        }
        if !self.evidence.is_empty() {
            write!(f, "\n{}", self.evidence)?;
        }
        write!(f, "\n{}", self.remedy)
    }
}
