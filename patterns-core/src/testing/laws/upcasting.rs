//! What older code has recorded can be read, and is read as a whole.

use std::collections::BTreeSet;

use super::{
    Laws,
    breach::{Breach, Kind},
    older::{Older, Upcasted, listed},
    report,
    search::Search,
};
use crate::{
    aggregate::Apply,
    event::Event,
    testing::{
        Comparable,
        compare::{line, same},
        fail::fail,
        made_up::{NotUpcast, Told},
    },
};

/// So many values are tried, or so many for each that is listed as stored, if those are more.
const CASES: u32 = 64;
const CASES_FOR_EACH: usize = 8;

/// In so many ways each place of a value is varied; in so many more before it counts as a place with a single value.
const VARIATIONS: u64 = 4;
const MANY_VARIATIONS: u64 = 64;

/// So many of the values that were tried are shown.
const SHOWN: usize = 8;

const TOTAL: &str = "Whatever is stored must be read, for ever: let the upcaster take every value of the older fields.";
const ONLY: &str = "If some were never recorded, say which ones were:";
const MISSING: &str =
    "Write the upcaster of this version, or say from which version on there are events: `oldest`.";
const UNKNOWN: &str =
    "Say what older versions hold there, or let the upcaster take fields that can be made up:";
const LOST: &str = "Let the upcaster put it into the newer fields, for what it reads and does not hand on is gone. If it may be gone, say so:";

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// Every event of an older version becomes one of today's, whatever its fields hold: no upcaster refuses or panics, and none is missing. What
    /// they never held is told by [`stored`](Self::stored).
    ///
    /// # Panics
    /// When that does not hold; the message shows the older fields.
    #[track_caller]
    pub fn upcasts_take_everything(&self) {
        self.check_stored();
        for older in Older::all::<A::Event>(&self.stored) {
            let (mut search, seeds) = (Search::new(), proptest::num::u64::ANY);
            let enough = (older.longest() * CASES_FOR_EACH) as u32;
            let found = search.find(self.cases.min(CASES).max(enough), &seeds, |seed| {
                older.check::<A::Event>(*seed)
            });
            if let Err(breach) = found {
                fail(report::<A>("upcasts take everything", &breach, &search.how_to_repeat()));
            }
        }
    }

    /// Every field of an older version has influence on the event that it becomes: none is read and then forgotten. What may be forgotten is
    /// said with [`dropped`](Self::dropped); a place that has a single value only, as an enum of one variant, has none to lose.
    ///
    /// # Panics
    /// When that does not hold, the message says which field; or when no older event could be upcast.
    #[track_caller]
    pub fn upcasts_lose_nothing(&self) {
        self.check_stored();
        for older in Older::all::<A::Event>(&self.stored) {
            let found = older.lost::<A::Event>(|place| self.dropped.contains(&older.place(place)));
            if let Err(breach) = found {
                fail(report::<A>("upcasts lose nothing", &breach, ""));
            }
        }
    }
}

impl Older {
    fn check<E: Event>(&self, seed: u64) -> Result<(), Breach> {
        match self.make::<E>(seed) {
            Ok((Ok(_), _)) => Ok(()),
            Ok((Err(why), told)) => Err(self.not_upcast(&why, &told)),
            Err(error) => {
                let remedy = self.say_stored(UNKNOWN, error.place());
                Err(Breach::cannot_make_up(&error, &remedy))
            }
        }
    }

    fn not_upcast(&self, why: &NotUpcast, told: &Told) -> Breach {
        let name = self.name();
        let happened = match why {
            NotUpcast::Missing => {
                return Breach::differs(format!("no upcaster takes {name}"), listed(told), MISSING);
            }
            NotUpcast::Refused { step, cause } => {
                format!("the upcaster from version {step} to {} refuses {name}: {cause}", step + 1)
            }
            NotUpcast::Panicked(panic) => format!("an upcaster of {name} panics: {panic}"),
        };
        Breach::differs(happened, listed(told), self.remedy_for_refused(told))
    }

    /// Varies every place of some values, each for itself.
    fn lost<E: Event + Comparable>(&self, may_be: impl Fn(&str) -> bool) -> Result<(), Breach> {
        let values = self.values::<E>();
        let Some(example) = values.first() else { return Err(self.untested::<E>()) };
        let told = values.iter().flat_map(|value| &value.told);
        let places: BTreeSet<&str> = told.map(|(place, _)| place.as_str()).collect();
        for place in places.into_iter().filter(|place| !may_be(place)) {
            if values.iter().any(|value| self.matters(place, value)) {
                continue;
            }
            let tried = self.tried(place, &values);
            if tried.len() > 1 {
                return Err(self.forgets(place, &tried, example));
            }
        }
        Ok(())
    }

    fn matters<E: Event + Comparable>(&self, place: &str, value: &Upcasted<E>) -> bool {
        (0..VARIATIONS).any(|by| {
            let varied = self.varied(value, place, by);
            // To be refused for it is an influence, too.
            !matches!(varied, Ok((Ok(varied), _)) if same(&value.event, &varied))
        })
    }

    /// What has been at the place, and is if it is varied more often.
    fn tried<E: Event>(&self, place: &str, values: &[Upcasted<E>]) -> BTreeSet<String> {
        let varied = values.iter().flat_map(|value| {
            let by = 0..MANY_VARIATIONS;
            by.filter_map(|by| Some(self.varied(value, place, by).ok()?.1))
        });
        let all = values.iter().map(|value| value.told.clone()).chain(varied);
        all.flatten().filter(|(at, _)| at == place).map(|(_, value)| value).collect()
    }

    fn forgets<E: Comparable>(
        &self,
        place: &str,
        tried: &BTreeSet<String>,
        example: &Upcasted<E>,
    ) -> Breach {
        let whole = if place.is_empty() { "the value" } else { place };
        let happened = format!(
            "the upcasters of {} forget `{whole}`: whichever of {} values was tried there, they make the same event of it",
            self.name(),
            tried.len()
        );
        let some: Vec<&str> = tried.iter().take(SHOWN).map(String::as_str).collect();
        let rest = if tried.len() > SHOWN { ", .." } else { "" };
        let evidence = format!(
            "{}becomes\n    {}\nas with `{whole}` of {}{rest}\n",
            listed(&example.told),
            line(&example.event),
            some.join(", ")
        );
        Breach::differs(happened, evidence, self.remedy_for_lost(place))
    }

    fn remedy_for_refused(&self, told: &Told) -> String {
        match told.iter().find(|(place, _)| !self.is_stored(place)) {
            Some((place, _)) => self.say_stored(&format!("{TOTAL} {ONLY}"), place),
            None => TOTAL.to_owned(),
        }
    }

    fn remedy_for_lost(&self, place: &str) -> String {
        let dropped = format!("{LOST} `laws!(.., dropped = [\"{}\"])`.", self.place(place));
        if self.is_stored(place) {
            return dropped;
        }
        self.say_stored(
            &format!(
                "{dropped}\nIf it matters, but not with these values, say which ones were recorded:"
            ),
            place,
        )
    }

    fn say_stored(&self, why: &str, place: &str) -> String {
        format!("{why} `laws!(.., stored = [(\"{}\", [..])])`.", self.place(place))
    }

    /// What to say if no value became an event.
    fn untested<E: Event>(&self) -> Breach {
        let name = self.name();
        let happened = format!("of {name} no value became an event, so nothing shows what is lost");
        match self.check::<E>(0) {
            Ok(()) => Breach::new(Kind::NotTested, happened, ""),
            Err(why) => Breach {
                kind: Kind::NotTested,
                happened: format!("{happened}; {}", why.happened),
                ..why
            },
        }
    }
}
