//! How one variant of an event enum is stored, as the macros declare it.

use super::Fields;

/// How one variant of an event enum is stored.
///
/// ```
/// # use patterns_core::event::EventSchema;
/// const MOVED: EventSchema = EventSchema { aliases: &["shifted"], ..EventSchema::new("moved") };
/// assert!(MOVED.is_called("shifted") && MOVED.reads(1) && !MOVED.reads(2));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct EventSchema {
    /// The name under which the event is stored, unique in its enum.
    pub name: &'static str,
    /// Names under which older code stored it.
    pub aliases: &'static [&'static str],
    /// The version of its fields, from 1.
    pub version: u16,
    /// The oldest version that can still be read; those up to `version` have upcasters, see [`Event::upcast`](super::Event::upcast).
    pub oldest: u16,
    /// Whether it is replayed where it was recorded, and never recorded again.
    pub retired: bool,
    /// Its fields at `version`.
    pub fields: Fields,
}

impl EventSchema {
    /// The first version of an event, of which nothing is declared but its name.
    pub const fn new(name: &'static str) -> Self {
        let fields = Fields::UNDECLARED;
        Self { name, aliases: &[], version: 1, oldest: 1, retired: false, fields }
    }

    /// Whether an event stored under `name` is of this kind.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }

    /// Whether events of this version can be read.
    pub const fn reads(&self, version: u16) -> bool {
        self.oldest <= version && version <= self.version
    }
}
