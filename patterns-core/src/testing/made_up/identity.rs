//! Identities: what a key decodes from is found out element by element.

use super::{CannotMakeUp, Draws, Range, learned::Learned, source::Source};
use crate::key::{Key, KeyDecoder, KeyEncoder};

/// The longest key that is made up, in elements.
const ELEMENTS: usize = 16;
/// The longest array of bytes.
const LONGEST: usize = 64;

#[derive(Clone, Debug)]
enum Element {
    Text(String),
    Unsigned(u128),
    Signed(i128),
    Boolean(bool),
    Bytes(usize),
}

/// An identity that `choices` lead to.
pub(in crate::testing) fn identity<K: Key>(choices: &[u64]) -> Result<K, CannotMakeUp> {
    let mut learned = Learned::default();
    let mut source = Source::new(Draws::listed(choices), Range::Modest, &mut learned);
    let mut elements = Vec::new();
    while elements.len() < ELEMENTS {
        let Some(next) = candidates(&mut source).find(|next| is_next::<K>(&elements, next)) else {
            break;
        };
        elements.push(next);
        if let Some(key) = decode(&elements).0 {
            return Ok(key);
        }
    }
    Err(CannotMakeUp::identity::<K>())
}

/// Whether a key that begins with `elements` goes on with `next`: it is whole then, or asks for what follows.
fn is_next<K: Key>(elements: &[Element], next: &Element) -> bool {
    let with = |more: &[Element]| decode::<K>(&[elements, more].concat());
    let (whole, asks_on) = with(&[next.clone(), Element::Boolean(true)]);
    whole.is_some() || asks_on || with(std::slice::from_ref(next)).0.is_some()
}

/// The key, and whether it asked for all of the elements.
fn decode<K: Key>(elements: &[Element]) -> (Option<K>, bool) {
    let mut encoder = KeyEncoder::default();
    elements.iter().for_each(|element| element.encode(&mut encoder));
    let bytes = encoder.finish();
    let mut decoder = KeyDecoder::new(bytes.as_bytes());
    let key = K::decode(&mut decoder);
    let read_all = decoder.is_empty();
    (key.filter(|_| read_all), read_all)
}

fn candidates(source: &mut Source<'_>) -> impl Iterator<Item = Element> + use<> {
    let character = source.character();
    let likely = [
        Element::Text(source.text()),
        Element::Unsigned(source.unsigned(u8::MAX.into())),
        Element::Signed(source.signed(i8::MIN.into(), i8::MAX.into())),
        Element::Text(character.into()),
        Element::Boolean(source.below(2) == 1),
    ];
    likely.into_iter().chain((0..=LONGEST).map(Element::Bytes))
}

impl Element {
    fn encode(&self, to: &mut KeyEncoder) {
        match self {
            Self::Text(text) => to.text(text),
            Self::Unsigned(number) => to.unsigned(*number),
            Self::Signed(number) => to.signed(*number),
            Self::Boolean(value) => to.boolean(*value),
            Self::Bytes(length) => to.bytes(&vec![7; *length]),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::identity;
    use crate::key::Key;

    fn identities<K: Key + Ord>() -> BTreeSet<K> {
        let mut random = fastrand::Rng::with_seed(7);
        let made = (0..100).map(|_| {
            let choices: Vec<_> = core::iter::repeat_with(|| random.u64(..)).take(50).collect();
            identity::<K>(&choices).unwrap()
        });
        made.collect()
    }

    #[test]
    fn identities_are_made_up() {
        assert!(identities::<String>().len() > 20);
        assert!(identities::<u8>().len() > 3);
        assert!(identities::<(String, u64, char)>().len() > 20);
        assert_eq!(identities::<bool>().len(), 2);
        assert!(identities::<((u8, i64), (bool, String), Vec<u8>)>().len() > 20);
        assert_eq!(identities::<[u8; 16]>().len(), 1);
        assert_eq!(identities::<(String, [u8; 3])>().first().map(|id| id.1.len()), Some(3));
    }
}
