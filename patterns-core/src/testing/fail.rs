//! How a test of this room fails, and how it hears of panics in the code that it tests.

use core::cell::{Cell, RefCell};
use std::{
    panic::{self, AssertUnwindSafe, PanicHookInfo},
    sync::Once,
};

/// Fails the test with a message.
#[track_caller]
#[allow(clippy::panic, reason = "a test fails by panicking")]
pub(super) fn fail(message: impl core::fmt::Display) -> ! {
    panic!("{message}")
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What `work` answers, or what it panicked with and where. Nothing is printed: what is tried a thousand times would panic a thousand times.
pub(super) fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !note(info) {
                before(info)
            }
        }));
    });
    let was = QUIET.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(was);
    done.map_err(|_| LAST.take())
}

/// Notes a panic of a thread that is quiet.
fn note(info: &PanicHookInfo<'_>) -> bool {
    let quiet = QUIET.get();
    if quiet {
        let place = info.location().map(|place| format!(", at {place}")).unwrap_or_default();
        let text = info.payload().downcast_ref::<String>().map(String::as_str);
        let words = text.or_else(|| info.payload().downcast_ref::<&str>().copied());
        let words = words.unwrap_or("a value that is no text");
        LAST.set(format!("{words}{place}"));
    }
    quiet
}

#[cfg(test)]
mod tests {
    use super::quietly;

    #[test]
    fn a_panic_is_told_with_its_place() {
        let told = quietly(|| -> u8 { panic!("no {}", "way") }).unwrap_err();
        assert!(told.starts_with("no way, at "), "{told}");
        assert!(told.contains("fail.rs"), "{told}");
        assert_eq!(quietly(|| 7), Ok(7));
    }
}
