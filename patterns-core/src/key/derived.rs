//! What the sharding macros ask of types, in words of our own where the answer is no.

use super::Place;

/// A shard key in a group: its type is the group's key.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the key of the group, which is a `{Key}`",
    label = "not a `{Key}`",
    note = "equal keys lie together only if all types of a group are sharded by one type of key"
)]
pub trait SameKey<Key> {
    /// The key itself.
    fn same(&self) -> &Key;
}

impl<Key> SameKey<Key> for Key {
    fn same(&self) -> &Key {
        self
    }
}

/// A shard key that is normalized as a text.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be normalized: it is no text",
    label = "not a text",
    note = "`normalize` goes with `String` and what is `AsRef<str>`; for a type of your own put it on the field that is a text"
)]
pub trait NormalText {
    /// The text.
    fn text(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str> + ?Sized> NormalText for T {
    fn text(&self) -> &str {
        self.as_ref()
    }
}

/// The function of `by = custom(..)`.
#[diagnostic::on_unimplemented(
    message = "this does not say where a `{Id}` lies",
    label = "not a `fn(&{Id}) -> Place`",
    note = "`by = custom(..)` names a function from the identity, by reference, to its `data_patterns::key::Place`"
)]
pub trait PlacesKeys<Id: ?Sized> {
    /// The place of an identity.
    fn place_of(&self, id: &Id) -> Place;
}

#[diagnostic::do_not_recommend]
impl<Id: ?Sized, F: Fn(&Id) -> Place> PlacesKeys<Id> for F {
    fn place_of(&self, id: &Id) -> Place {
        self(id)
    }
}

/// Whether points that are texts, or else integers, can split a key of which this is known.
pub const fn is_split_by(texts: bool, known: Option<bool>) -> bool {
    match known {
        Some(by_texts) => by_texts == texts,
        None => true,
    }
}

/// Whether a zone is one of `zones`.
pub const fn has_zone(mut zones: &[&str], name: &str) -> bool {
    while let [first, rest @ ..] = zones {
        if same(first.as_bytes(), name.as_bytes()) {
            return true;
        }
        zones = rest;
    }
    false
}

/// Whether the zones are those of `named`, in this order.
pub const fn same_zones(mut zones: &[&str], mut named: &[&str]) -> bool {
    while let ([first, rest @ ..], [name, names @ ..]) = (zones, named) {
        if !same(first.as_bytes(), name.as_bytes()) {
            return false;
        }
        (zones, named) = (rest, names);
    }
    zones.is_empty() && named.is_empty()
}

const fn same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([first, rest @ ..], [other, others @ ..]) = (a, b) {
        if *first != *other {
            return false;
        }
        (a, b) = (rest, others);
    }
    a.is_empty() && b.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::SplitKey;

    #[test]
    fn keys_are_split_by_their_own_kind() {
        assert!(is_split_by(true, <&str>::BY_TEXTS) && !is_split_by(false, String::BY_TEXTS));
        assert!(is_split_by(false, i8::BY_TEXTS) && !is_split_by(true, u128::BY_TEXTS));
    }

    #[test]
    fn a_key_of_unknown_kind_is_split_by_either() {
        struct Unknown;
        impl SplitKey for Unknown {
            fn region(&self, _: &crate::key::SplitPoints) -> u32 {
                0
            }
        }
        assert!(is_split_by(true, Unknown::BY_TEXTS) && is_split_by(false, Unknown::BY_TEXTS));
    }

    #[test]
    fn zones_are_compared_as_texts() {
        const ZONES: &[&str] = &["eu", "eu-west", ""];
        for (name, known) in
            [("eu", true), ("eu-west", true), ("", true), ("eu-", false), ("us", false)]
        {
            assert_eq!(has_zone(ZONES, name), known, "{name}");
        }
        assert!(!has_zone(&[], ""));
    }

    #[test]
    fn zones_agree_if_all_are_named_in_their_order() {
        assert!(same_zones(&["a", "b"], &["a", "b"]));
        for named in [&["a"][..], &["b", "a"], &["a", "b", "c"], &[]] {
            assert!(!same_zones(&["a", "b"], named), "{named:?}");
        }
    }
}
