//! What is told to be stored is told of places that there are.

use std::collections::BTreeSet;

use super::{Laws, older::Older};
use crate::{
    aggregate::Apply,
    testing::{Comparable, fail::fail},
};

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// A place that is spelled wrong would silence nothing, and be believed to.
    #[track_caller]
    pub(super) fn check_stored(&self) {
        if let Some((place, _)) = self.stored.iter().find(|(_, values)| values.is_empty()) {
            fail(format_args!("`stored` names no values of `{place}`: name those that there were"));
        }
        let known = Older::all::<A::Event>(&self.stored).map(|older| older.places::<A::Event>());
        // Of a version that cannot be made up nobody knows the places; the law says why it cannot.
        let Some(known) = known.collect::<Option<Vec<_>>>() else { return };
        let known: BTreeSet<String> = known.into_iter().flatten().collect();
        if let Some(unknown) = self.stored.keys().find(|place| !known.contains(*place)) {
            let name = core::any::type_name::<A>();
            let known: String = known.iter().map(|place| format!("    {place}\n")).collect();
            fail(format_args!(
                "`stored` names `{unknown}`, which no older version of the events of `{name}` has. There are\n{}",
                if known.is_empty() {
                    "    none: no event has an older version with fields\n"
                } else {
                    &known
                }
            ));
        }
    }
}
