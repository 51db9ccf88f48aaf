//! A shard key as reports know it.

use core::{
    borrow::Borrow,
    fmt,
    hash::{Hash, Hasher},
};
use std::sync::Arc;

use crate::key::Place;

/// Characters kept of a key's text.
const LONGEST: usize = 128;

/// A shard key in a summary: it is where its place is, and shown as the text it came with first.
///
/// Keys of one place cannot be told apart by any placement, so they count as one.
#[derive(Clone, Debug)]
pub struct KeyLabel {
    place: Place,
    text: Arc<str>,
}

impl KeyLabel {
    /// A label of the key at a place. Of the text 128 characters are kept.
    pub fn new(place: Place, text: &str) -> Self {
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
        Self { place, text: text.get(..end).unwrap_or(text).into() }
    }

    /// The place of the key.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The key as text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl PartialEq for KeyLabel {
    fn eq(&self, other: &Self) -> bool {
        self.place == other.place
    }
}

impl Eq for KeyLabel {}

impl Hash for KeyLabel {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.place.hash(state);
    }
}

impl Borrow<Place> for KeyLabel {
    fn borrow(&self) -> &Place {
        &self.place
    }
}

impl fmt::Display for KeyLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEVEN: Place = Place::new(7);

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(KeyLabel::new(SEVEN, &"ü".repeat(500)).text(), "ü".repeat(128));
        assert_eq!(KeyLabel::new(SEVEN, "ü").text(), "ü");
    }

    #[test]
    fn a_key_is_its_place_whatever_its_text() {
        assert_eq!(KeyLabel::new(SEVEN, "ACME"), KeyLabel::new(SEVEN, "acme"));
        assert_ne!(KeyLabel::new(SEVEN, "acme"), KeyLabel::new(Place::new(8), "acme"));
    }
}
