//! An event comes back from the store as it was.

use super::{
    Laws,
    breach::Breach,
    case::Steps,
    history::{History, NEEDS_STRATEGY, does_not_encode},
    report,
    search::Search,
};
use crate::{
    aggregate::Apply,
    event::{Event, StreamId},
    testing::{
        Comparable,
        codec::encode_as_it_was,
        compare::{difference, same},
        fail::fail,
        made_up::{Choices, Range, make_event},
    },
};

const LAW: &str = "events come back as they were";
const REMEDY: &str = "Look at the serde attributes of its fields, and of the types of its fields: something is skipped, defaulted or converted.";

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// Every event of every kind is read as it was recorded, whatever is in its fields; the largest numbers and the oddest texts are tried.
    /// So are the events of the strategy and of the commands, if any are given.
    ///
    /// # Panics
    /// When that does not hold; the message shows the event and what differs.
    #[track_caller]
    pub fn events_come_back_as_they_were(&self) {
        for variant in 0..A::Event::SCHEMA.len() {
            self.check_variant(variant);
        }
        self.check(LAW, |case| match &case.steps {
            Steps::Told(events) => events.iter().try_for_each(comes_back),
            Steps::MadeUp(_) => self.history(case).map(|_: History<A>| ()),
        });
    }

    #[track_caller]
    fn check_variant(&self, variant: usize) {
        let mut search = Search::new();
        let found = search.find(self.cases, &Choices, |choices| {
            match make_event::<A::Event>(variant, choices, Range::Whole) {
                Ok(event) => comes_back(&event),
                // What cannot be made up is known by what was given instead.
                Err(_) if self.knows_events() => Ok(()),
                Err(error) => Err(Breach::cannot_make_up(&error, NEEDS_STRATEGY)),
            }
        });
        if let Err(breach) = found {
            fail(report::<A>(LAW, &breach, &search.how_to_repeat()));
        }
    }
}

fn comes_back<E: Event + Comparable>(event: &E) -> Result<(), Breach> {
    // The codec needs one; which it is makes no difference.
    let encoded = encode_as_it_was(&StreamId::new("any", &0_u8), event);
    let (_, read) = encoded.map_err(|error| does_not_encode(event, &error))?;
    if same(event, &read) {
        return Ok(());
    }
    let happened = "an event comes back from the store as another";
    let evidence = format!("(- as it was, + as it is read)\n{}", difference(event, &read));
    Err(Breach::differs(happened, evidence, REMEDY))
}
