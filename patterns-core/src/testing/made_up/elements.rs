//! Elements of lists, and what all parts have in common.

use serde::de::{DeserializeSeed, SeqAccess};

use super::{deserializer::Maker, recalled::stored_or_made, refusal::Refusal};

/// Elements of a list.
pub(super) struct Elements<'s, 'c> {
    maker: Maker<'s, 'c>,
    left: usize,
}

impl<'s, 'c> Elements<'s, 'c> {
    pub(super) fn new(maker: Maker<'s, 'c>, left: usize) -> Self {
        Self { maker, left }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        within(&mut self.maker, "[]", seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

/// Makes a part up under its name. The way is not stepped back on a refusal: it says where that was.
pub(super) fn within<'de, S: DeserializeSeed<'de>>(
    maker: &mut Maker<'_, '_>,
    name: &'static str,
    seed: S,
) -> Result<S::Value, Refusal> {
    maker.source.enter(name);
    let value = stored_or_made(maker.part(), seed)?;
    maker.source.leave();
    Ok(value)
}
