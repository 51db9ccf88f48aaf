//! Laws that hold for every aggregate, tested with histories that are made up.

mod breach;
mod case;
mod codec;
mod command;
mod correcting;
mod deciding;
mod history;
mod later;
mod older;
mod places;
mod recording;
mod replaying;
mod search;
mod snapshots;
mod untested;
mod upcasting;

pub use command::Arguments;

use core::fmt::{self, Debug};

use proptest::strategy::Strategy;

use super::{Comparable, IntoStoredValues, fail::fail, made_up::Stored};
use crate::aggregate::{Apply, Decision, IntoId};
use breach::{Breach, Kind};
use case::{Case, Origin};
use command::Command;
use search::Search;

/// So many cases are tried unless told otherwise.
const CASES: u32 = 256;

/// The laws, by name.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is called as the method of `Laws` that checks it")]
pub enum Law {
    EventsComeBackAsTheyWere,
    ReplayingAgainGivesTheSameState,
    ReplayingLaterGivesTheSameState,
    SnapshotsHoldTheWholeState,
    UpcastsTakeEverything,
    UpcastsLoseNothing,
    UndoAndRedoAreInverse,
    DecisionsChangeNothing,
    DecidingAgainGivesTheSameAnswer,
    DecidingLaterGivesTheSameAnswer,
    CommandsRecordWhatTheyDecide,
}

impl Law {
    const ALL: [Self; 11] = [
        Self::EventsComeBackAsTheyWere,
        Self::ReplayingAgainGivesTheSameState,
        Self::ReplayingLaterGivesTheSameState,
        Self::SnapshotsHoldTheWholeState,
        Self::UpcastsTakeEverything,
        Self::UpcastsLoseNothing,
        Self::UndoAndRedoAreInverse,
        Self::DecisionsChangeNothing,
        Self::DecidingAgainGivesTheSameAnswer,
        Self::DecidingLaterGivesTheSameAnswer,
        Self::CommandsRecordWhatTheyDecide,
    ];
}

/// The laws of one aggregate. `laws!` writes a test for each of them; here they can be called one by one.
///
/// Without more being said, histories are made of up to 20 events of any kind, with small numbers and short texts in them. A fold that
/// does not take all of these asks for [`commands`](Self::command): then histories are what these commands lead to. Or say what
/// [`events`](Self::events) or [`histories`](Self::histories) there are.
///
/// Cases are other ones in every run. A message about a law that does not hold ends with the seed of its cases, which the environment variable
/// `PATTERNS_SEED` repeats.
pub struct Laws<A: Apply> {
    cases: u32,
    id: Option<A::Id>,
    origin: Origin<A::Event>,
    commands: Vec<Command<A>>,
    /// Fields of older versions that may be forgotten.
    dropped: Vec<String>,
    /// What older versions hold, where that is known.
    stored: Stored,
}

/// What the tests of `laws!` call; a type that cannot be compared is named here, and once.
#[doc(hidden)]
#[track_caller]
pub fn check_law<A: Apply<Event: Comparable> + Comparable>(
    law: Law,
    settings: impl FnOnce(Laws<A>) -> Laws<A>,
) {
    settings(Laws::new()).check_law(law);
}

impl<A: Apply> Default for Laws<A> {
    fn default() -> Self {
        Self::new()
    }
}

impl<A: Apply> Laws<A> {
    /// The laws of `A`, tried with 256 cases each.
    #[must_use]
    pub fn new() -> Self {
        Self {
            cases: CASES,
            id: None,
            origin: Origin::MadeUp,
            commands: Vec::new(),
            dropped: Vec::new(),
            stored: Stored::new(),
        }
    }

    /// How many cases each law is tried with; 0 counts as 1.
    #[must_use]
    pub fn cases(self, cases: u32) -> Self {
        Self { cases: cases.max(1), ..self }
    }

    /// The identity, if it cannot be made up or must be a certain one.
    #[must_use]
    pub fn id(self, id: impl IntoId<A::Id>) -> Self {
        Self { id: Some(id.into_id()), ..self }
    }

    /// Histories consist of such events, up to 20, in any order.
    #[must_use]
    pub fn events(self, events: impl Strategy<Value = A::Event> + 'static) -> Self
    where
        A::Event: Debug,
    {
        Self { origin: Origin::one_by_one(events), ..self }
    }

    /// Histories are these.
    #[must_use]
    pub fn histories(self, histories: impl Strategy<Value = Vec<A::Event>> + 'static) -> Self
    where
        A::Event: Debug,
    {
        Self { origin: Origin::Told(histories.boxed()), ..self }
    }

    /// A command, shown as `text`. Unless events or histories are given, histories are what the commands lead to, up to 20 of them. If they
    /// never lead to any event, nothing is tested, and the laws say so.
    #[must_use]
    pub fn command<D>(
        mut self,
        text: &str,
        decide: impl Fn(&A, &mut Arguments<'_>) -> D + Send + Sync + 'static,
    ) -> Self
    where
        D: Decision<A::Event, Error: Debug>,
    {
        self.commands.push(Command::new(text.to_owned(), decide));
        self
    }

    /// A field of an older version that today's event does without: the stored name of the event, a dot, and the name of the field, or the names
    /// on the way to it, each after a dot; `[]` stands for the elements of a list.
    #[must_use]
    pub fn dropped(mut self, field: &str) -> Self {
        self.dropped.push(field.to_owned());
        self
    }

    /// What older versions hold at a place, which is named as for [`dropped`](Self::dropped): one of these values always, and never anything
    /// else. With it an upcaster can be tested that does not take everything, or looks for certain values. Values are texts, which are names of
    /// variants as well, whole numbers, real numbers, booleans, or `Option`s of these; whole numbers may be a range. What is said of a place
    /// last holds.
    ///
    /// ```
    /// # use patterns_core::{aggregate::Apply, testing::Laws};
    /// # fn laws<Account: Apply>() -> Laws<Account> {
    /// Laws::<Account>::new()
    ///     .stored("opened.currency", ["EUR", "USD"])
    ///     .stored("deposited.euros", 0..=1_000)
    ///     .stored("closed.reason", [Some("moved"), None])
    /// # }
    /// ```
    #[must_use]
    pub fn stored(mut self, place: &str, values: impl IntoStoredValues) -> Self {
        self.stored.insert(place.to_owned(), values.into_stored_values());
        self
    }

    /// Whether it is known, without making anything up, which events there are.
    fn knows_events(&self) -> bool {
        matches!(self.origin, Origin::Told(_)) || !self.commands.is_empty()
    }

    /// Whether histories are what the commands lead to.
    fn decides_histories(&self) -> bool {
        matches!(self.origin, Origin::MadeUp) && !self.commands.is_empty()
    }
}

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// All laws, one after the other. `laws!` makes a test of each.
    ///
    /// # Panics
    /// When one does not hold.
    #[track_caller]
    pub fn check_all(&self) {
        for law in Law::ALL {
            self.check_law(law);
        }
    }

    #[track_caller]
    fn check_law(&self, law: Law) {
        match law {
            Law::EventsComeBackAsTheyWere => self.events_come_back_as_they_were(),
            Law::ReplayingAgainGivesTheSameState => self.replaying_again_gives_the_same_state(),
            Law::ReplayingLaterGivesTheSameState => self.replaying_later_gives_the_same_state(),
            Law::SnapshotsHoldTheWholeState => self.snapshots_hold_the_whole_state(),
            Law::UpcastsTakeEverything => self.upcasts_take_everything(),
            Law::UpcastsLoseNothing => self.upcasts_lose_nothing(),
            Law::UndoAndRedoAreInverse => self.undo_and_redo_are_inverse(),
            Law::DecisionsChangeNothing => self.decisions_change_nothing(),
            Law::DecidingAgainGivesTheSameAnswer => self.deciding_again_gives_the_same_answer(),
            Law::DecidingLaterGivesTheSameAnswer => self.deciding_later_gives_the_same_answer(),
            Law::CommandsRecordWhatTheyDecide => self.commands_record_what_they_decide(),
        }
    }

    #[track_caller]
    fn check(&self, law: &str, verdict: impl Fn(&Case<A::Event>) -> Result<(), Breach>) {
        let mut search = Search::new();
        if let Err(breach) = search.find(self.cases, &self.origin.cases(), verdict) {
            fail(report::<A>(law, &breach, &search.how_to_repeat()));
        }
        if let Some(breach) = self.untested() {
            fail(report::<A>(law, &breach, ""));
        }
    }
}

/// What a test says that has found a breach, or nothing to try.
fn report<A>(law: &str, breach: &Breach, repeat: &str) -> String {
    let name = core::any::type_name::<A>();
    let happened = if breach.kind == Kind::NotTested { "was not tested for" } else { "breaks" };
    format!("`{name}` {happened} the law «{law}»:\n{breach}\n{repeat}\n")
}

impl<A: Apply> fmt::Debug for Laws<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (cases, commands) = (self.cases, self.commands.len());
        f.debug_struct("Laws").field("cases", &cases).field("commands", &commands).finish()
    }
}
