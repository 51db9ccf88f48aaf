#![deny(warnings)]
#![allow(dead_code, reason = "what is generated must not warn; what is written here is not called")]

use data_patterns::prelude::*;

mod profiles {
    use data_patterns::prelude::*;

    pub(super) mod names {
        use data_patterns::prelude::*;

        #[cached(ttl = 60, key = (id, kind))]
        pub(in super::super) fn name(id: u64, kind: &str) -> String {
            format!("{id}{kind}")
        }
    }

    #[cached(ttl = 60, key = id)]
    pub(super) fn profile(id: u64) -> u64 {
        id
    }
}

use profiles::profile;

#[cached(ttl = 60)]
fn count() -> u64 {
    1
}

#[invalidates(profile(id), self::profiles::profile(id + 1), profiles::names::name(id, &kind), count(), profile(..))]
async fn write(id: u64, kind: String) -> Result<u64, String> {
    if id == 0 {
        return Err(kind);
    }
    id.checked_sub(1).ok_or(kind)
}

#[invalidates(count(..))]
fn consumes(kind: String) -> String {
    kind
}

#[must_use]
#[invalidates(profile(number))]
unsafe extern "C" fn keywords(number: u64) -> u64 {
    number
}

fn main() {
    assert_eq!(profile(1), 1);
    assert_eq!(consumes("a".to_owned()), "a");
}
