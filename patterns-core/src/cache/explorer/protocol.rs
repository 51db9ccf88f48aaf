//! The nine protocols: what a writer tells the caches, which protections are on, and what is to be found.

use crate::cache::Weakened;

/// What a writer tells its own node's cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    Nothing,
    InvalidatesBefore,
    InvalidatesAfter,
    Publishes,
}

/// What may go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A session reads less than it has written.
    Ryw,
    /// A session reads less than it has read.
    Mr,
    /// When everything has come to rest, a node caches less than it has acknowledged or was told of.
    Stuck,
    /// As `Stuck`, at any moment. Expected of protocols that only hope for the next invalidation, and never of safe ones.
    Passing,
    /// Everything has ended, and something still counts as under way.
    LeftUnderWay,
    /// Somebody waits for ever.
    Hangs,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Protocol {
    pub(super) name: &'static str,
    pub(super) does: Does,
    /// Whether sessions demand what they have seen.
    pub(super) token: bool,
    pub(super) weakened: Weakened,
    /// What the model finds, and so must be found here; nothing at all may be found if this is empty.
    pub(super) violates: &'static [Kind],
}

const NO_FENCES: Weakened =
    Weakened { unfenced_fills: true, unfenced_puts: true, any_version: false };
const NO_RULES: Weakened = Weakened { any_version: true, ..NO_FENCES };
const NO_PUT_FENCE: Weakened =
    Weakened { unfenced_fills: false, unfenced_puts: true, any_version: false };
const AS_SHIPPED: Weakened =
    Weakened { unfenced_fills: false, unfenced_puts: false, any_version: false };

/// In the order of the model. Where the real cache differs from it:
///
/// * In 1 to 3 the model lets readers join a load that an invalidation has outdated. The real cache has no switch for that, as the loads that
///   overwrite whatever was invalidated are enough to break every promise that the model sees broken.
/// * In 4 and 9 the model's lease allows only the one load that holds it to fill. Here loads are not leases but carry an epoch, and several
///   may run, when one was refused by a reader that demands more; the version decides between them.
/// * Being told of a version drops an older entry, and not, as in 2 to 4 and 9 of the model, any entry.
/// * A reader returns in a step of its own after the load has filled, so that whatever can happen in between does.
pub(super) const PROTOCOLS: [Protocol; 9] = [
    Protocol {
        name: "1 time to live only",
        does: Does::Nothing,
        token: false,
        weakened: NO_RULES,
        violates: &[Kind::Ryw, Kind::Stuck],
    },
    Protocol {
        name: "2 invalidate before the write",
        does: Does::InvalidatesBefore,
        token: false,
        weakened: NO_RULES,
        violates: &[Kind::Ryw, Kind::Stuck],
    },
    Protocol {
        name: "3 invalidate after the write",
        does: Does::InvalidatesAfter,
        token: false,
        weakened: NO_RULES,
        violates: &[Kind::Ryw, Kind::Stuck],
    },
    Protocol {
        name: "4 = 3 with fenced loads",
        does: Does::InvalidatesAfter,
        token: false,
        weakened: AS_SHIPPED,
        violates: &[Kind::Ryw, Kind::Mr],
    },
    Protocol {
        name: "5 publish if newer",
        does: Does::Publishes,
        token: false,
        weakened: NO_FENCES,
        violates: &[Kind::Ryw, Kind::Mr, Kind::Stuck],
    },
    Protocol {
        name: "6 = 5 with fenced loads",
        does: Does::Publishes,
        token: false,
        weakened: NO_PUT_FENCE,
        violates: &[Kind::Ryw, Kind::Mr, Kind::Stuck],
    },
    Protocol {
        name: "7 = 6 with a session token",
        does: Does::Publishes,
        token: true,
        weakened: NO_PUT_FENCE,
        violates: &[Kind::Stuck],
    },
    Protocol {
        name: "8 publish, as shipped",
        does: Does::Publishes,
        token: true,
        weakened: AS_SHIPPED,
        violates: &[],
    },
    Protocol {
        name: "9 invalidate after the write, as shipped",
        does: Does::InvalidatesAfter,
        token: true,
        weakened: AS_SHIPPED,
        violates: &[],
    },
];
