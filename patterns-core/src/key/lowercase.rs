//! `#[shard_key(normalize = "lowercase")]`: texts that share a place however they are capitalised.

use core::cmp::Ordering;

use super::{PlaceHasher, ShardKey, SplitKey, SplitPoints};

/// A text as a shard key that does not tell capital from small letters.
///
/// ```
/// use patterns_core::key::{Lowercase, ShardKey};
/// assert_eq!(Lowercase("Ann@Example.ORG").place(), "ann@example.org".place());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Lowercase<'a>(pub &'a str);

#[diagnostic::do_not_recommend]
impl ShardKey for Lowercase<'_> {
    fn hash(&self, to: &mut PlaceHasher) {
        to.text_lowercase(self.0);
    }
}

#[diagnostic::do_not_recommend]
impl SplitKey for Lowercase<'_> {
    const BY_TEXTS: Option<bool> = Some(true);

    /// The points are texts in small letters.
    fn region(&self, points: &SplitPoints) -> u32 {
        points.region_of_text(|point| point.chars().cmp(lowercase(self.0)) != Ordering::Greater)
    }
}

/// The letters in small, each by itself: what a letter becomes does not depend on those around it.
pub(super) fn lowercase(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}
