//! Laws that hold at any time: what was answered once is answered later, too.

use core::{cell::RefCell, time::Duration};
use std::thread;

use super::{Laws, breach::Breach, case::Case, report};
use crate::{
    aggregate::Apply,
    testing::{Comparable, fail::fail},
};

/// Longer than a second, so that a clock that shows seconds shows another one.
const LATER: Duration = Duration::from_millis(1_100);

impl<A: Apply<Event: Comparable> + Comparable> Laws<A> {
    /// Asks `first` about many cases, waits, and asks `again` about what it answered. Of the breaches the one with the smallest answer is told:
    /// making a case smaller would mean to wait again.
    #[track_caller]
    pub(super) fn check_later<T>(
        &self,
        law: &str,
        first: impl Fn(&Case<A::Event>) -> Result<T, Breach>,
        size: impl Fn(&T) -> usize,
        again: impl Fn(&T) -> Result<(), Breach>,
    ) {
        let answers = RefCell::new(Vec::new());
        self.check(law, |case| {
            answers.borrow_mut().push(first(case)?);
            Ok(())
        });
        let mut answers = answers.into_inner();
        answers.sort_by_key(size);
        thread::sleep(LATER);
        if let Some(breach) = answers.iter().find_map(|answer| again(answer).err()) {
            fail(report::<A>(law, &breach, ""));
        }
    }
}
