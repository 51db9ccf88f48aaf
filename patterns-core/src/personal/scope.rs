//! What a thread may do with personal values just now: nothing, unless a database, or what shows, weighs or tests values, says so around a piece of
//! code that calls serde.
//!
//! Serde gives a value nothing but a serializer, so the keys come by a thread-local. It is set for code that does not wait, and restored when
//! that ends, also by a panic.

use core::cell::{Cell, RefCell};

use super::{PersonalError, Subject, keyed::Keyed};

thread_local! {
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
    /// Whether anything stands in the way: asked after every event, and so apart from the rest.
    static TROUBLED: Cell<bool> = const { Cell::new(false) };
}

#[allow(
    clippy::large_enum_variant,
    reason = "there is one a thread, and a box would be an allocation for every event"
)]
pub(super) enum Scope {
    /// Within the codec of a database.
    Keyed(Keyed),
    /// For people to read: in the clear or not.
    #[cfg(feature = "json")]
    Shown { disclosed: bool },
    /// Only the length counts.
    Measured,
    /// Values are made up.
    #[cfg(feature = "testing")]
    MadeUp,
}

/// A scope that was entered, and the one around it.
pub(super) struct Entered {
    outer: Option<Scope>,
    outer_troubled: bool,
    /// Whether it was left already.
    left: bool,
}

impl Entered {
    pub(super) fn new(scope: Scope) -> Self {
        let outer = SCOPE.replace(Some(scope));
        Self { outer, outer_troubled: TROUBLED.replace(false), left: false }
    }

    /// The scope, as the work has left it.
    pub(super) fn leave(mut self) -> Option<Scope> {
        self.restore()
    }

    fn restore(&mut self) -> Option<Scope> {
        self.left = true;
        TROUBLED.set(self.outer_troubled);
        SCOPE.replace(self.outer.take())
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        if !self.left {
            self.restore();
        }
    }
}

/// What stands in the way of what was just read or written. Whoever decodes or encodes within a scope asks before believing the result:
/// an impl of serde between here and there may have swallowed an error.
pub(crate) fn trouble() -> Option<PersonalError> {
    if !TROUBLED.get() {
        return None;
    }
    with_keyed(|keyed| keyed.and_then(|keyed| keyed.trouble()))
}

pub(super) fn note_trouble() {
    TROUBLED.set(true);
}

/// Notes what is wrong, whatever becomes of the error on its way through serde.
pub(super) fn failed(error: PersonalError) -> PersonalError {
    note_trouble();
    with_keyed(|keyed| keyed.into_iter().for_each(|keyed| keyed.fail(error.clone())));
    error
}

/// Lets `look` at the present scope. It must not call serde.
pub(super) fn present<R>(look: impl FnOnce(Option<&mut Scope>) -> R) -> R {
    SCOPE.with_borrow_mut(|scope| look(scope.as_mut()))
}

/// Lets `look` at the keys of the present scope.
pub(super) fn with_keyed<R>(look: impl FnOnce(Option<&mut Keyed>) -> R) -> R {
    present(|scope| match scope {
        Some(Scope::Keyed(keyed)) => look(Some(keyed)),
        _ => look(None),
    })
}

/// Runs `work`, in which values that do not say whom they are about are about `subject`.
pub(crate) fn about<R>(subject: Subject, work: impl FnOnce() -> R) -> R {
    let before = set_about(Some(subject));
    let result = work();
    set_about(before);
    result
}

/// Runs `work`, which reads an event of an older version: what is not read of a value would be lost in today's.
pub(crate) fn strictly<R>(work: impl FnOnce() -> R) -> R {
    let before = set_strict(true);
    let result = work();
    set_strict(before);
    result
}

fn set_strict(strict: bool) -> bool {
    let set = |keyed: &mut Keyed| std::mem::replace(&mut keyed.strict, strict);
    with_keyed(|keyed| keyed.is_some_and(set))
}

fn set_about(subject: Option<Subject>) -> Option<Subject> {
    with_keyed(|keyed| std::mem::replace(&mut keyed?.about, subject))
}

fn run<R>(scope: Scope, work: impl FnOnce() -> R) -> R {
    let entered = Entered::new(scope);
    let result = work();
    entered.leave();
    result
}

/// Runs `work`, which shows values to people: as they are if they are `disclosed`, else only whether they are forgotten.
#[cfg(feature = "json")]
pub(crate) fn showing<R>(disclosed: bool, work: impl FnOnce() -> R) -> R {
    run(Scope::Shown { disclosed }, work)
}

/// Runs `work`, which writes values only to see how long they are.
pub(crate) fn measuring<R>(work: impl FnOnce() -> R) -> R {
    run(Scope::Measured, work)
}

/// Runs `work`, which makes up values.
#[cfg(feature = "testing")]
pub(crate) fn making_up<R>(work: impl FnOnce() -> R) -> R {
    run(Scope::MadeUp, work)
}
