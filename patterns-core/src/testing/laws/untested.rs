//! A law that no event was tried with holds for nothing.

use core::fmt::Write;

use proptest::strategy::ValueTree;

use super::{
    CASES, Laws,
    breach::{Breach, Kind},
    case::Case,
    command::Answer,
    search::Search,
};
use crate::{aggregate::Apply, testing::Comparable};

/// Histories of their own are looked at, the same ones always: whether anything is tested does not depend on luck.
const SEED: u64 = 0;

const COMMANDS: &str = "Name a command that begins the history as well, and let its arguments be accepted: by a narrower type, `|account, amount: u8| ..`, or made right
\
    in the closure, `|account, number: u64| account.open(Iban::of(number))`. Or say which events there are: `events = strategy`, or `histories = strategy`.";
const STRATEGY: &str = "Let the strategy make events: `histories = vec(any_event(), 1..20)`.";

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// What to say if no history has any event. What goes wrong on the way is told by the laws.
    pub(super) fn untested(&self) -> Option<Breach> {
        let (mut search, cases) = (Search::seeded(SEED), self.cases.max(CASES));
        let strategy = self.origin.cases();
        for _ in 0..cases {
            let history = self.history(&search.case(&strategy).current()).ok()?;
            if !history.events.is_empty() {
                return None;
            }
        }
        Some(self.without_events(cases, &search.case(&strategy).current()))
    }

    fn without_events(&self, cases: u32, case: &Case<A::Event>) -> Breach {
        let happened = |why| format!("of {cases} histories none has an event: {why}");
        if self.decides_histories() {
            let why = "whatever they are asked, the commands record nothing";
            let evidence = self.answers(case);
            Breach { evidence, ..Breach::new(Kind::NotTested, happened(why), COMMANDS) }
        } else {
            Breach::new(Kind::NotTested, happened("the strategy makes empty ones"), STRATEGY)
        }
    }

    /// What each command answers to the initial state, for example.
    fn answers(&self, case: &Case<A::Event>) -> String {
        let Ok(state) = self.history(case).and_then(|history| history.replay()) else {
            return String::new();
        };
        self.asked_each(&case.command).fold(String::new(), |mut answers, asked| {
            let answer = match asked.decide(&state) {
                Ok(Answer::Refuses(refusal)) => format!("refuses: {refusal}"),
                _ => "records nothing".to_owned(),
            };
            // Writing to a text cannot fail.
            let _ = writeln!(answers, "    `{}` {answer}", asked.text(&state));
            answers
        })
    }
}
