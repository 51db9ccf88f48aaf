//! Texts and bytes: short ones, with the characters that programs get wrong.

use super::source::{Range, Source};

/// The simplest first: letters, what quoting and layouts get wrong, two, three and four bytes, a mark that combines, and the end of texts in C.
const CHARACTERS: [char; 16] = [
    'a',
    'b',
    'Z',
    '0',
    ' ',
    '-',
    '"',
    '\n',
    'ä',
    'ß',
    'İ',
    '中',
    '🦀',
    '\u{301}',
    '\u{0}',
    '\u{10ffff}',
];

/// Tried when what is made up is refused: what texts that are read by a type of their own often look like.
const FORMS: [&str; 28] = [
    "1",
    "a",
    "abc",
    "1.5",
    "2024-02-29",
    "2024-02-29T12:34:56Z",
    "2024-02-29T12:34:56",
    "2024-02-29 12:34:56",
    "12:34:56",
    "00000000-0000-4000-8000-000000000001",
    "ann@example.org",
    "https://example.org/",
    "example.org",
    "127.0.0.1",
    "::1",
    "127.0.0.1:80",
    "EUR",
    "en",
    "en-GB",
    "Europe/Berlin",
    "+00:00",
    "00ff00ff",
    "1.0.0",
    "true",
    "P1D",
    "/a/b",
    "+4930123456",
    "AAECAw==",
];

/// How long texts are, each of these as often as another; the last is longer than the encodings have short forms for. One choice decides, and
/// a smaller one is for a shorter text: so a text that must not be empty gets as short as it can.
const LENGTHS: [usize; 12] = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 40];
const LONG: usize = 1;

/// So many characters are made up; a longer text repeats them.
const SHORT: usize = 3;

// Each takes as many choices whatever comes out, so that a shorter one leaves those of its neighbours alone.
impl Source<'_> {
    pub(super) fn text(&mut self) -> String {
        let usual = LENGTHS.len() - if self.range == Range::Whole { 0 } else { LONG };
        let form = self.decide(usual, FORMS.len());
        let characters = [(); SHORT].map(|()| self.one_character());
        match form.checked_sub(usual) {
            Some(form) => FORMS.get(form).copied().unwrap_or_default().into(),
            None => {
                let length = LENGTHS.get(form).copied().unwrap_or_default();
                characters.iter().cycle().take(length).collect()
            }
        }
    }

    pub(super) fn character(&mut self) -> char {
        let index = self.decide(CHARACTERS.len(), 0);
        CHARACTERS.get(index).copied().unwrap_or('a')
    }

    /// Short, and of any length up to 64 if that is refused.
    pub(super) fn bytes(&mut self) -> Vec<u8> {
        const LONGEST: usize = 64;
        let length = self.decide(SHORT + 1, LONGEST - SHORT);
        let bytes = (0..SHORT.max(length)).map(|_| self.below(256) as u8);
        bytes.collect::<Vec<_>>().into_iter().take(length).collect()
    }

    fn one_character(&mut self) -> char {
        *self.one_of(&CHARACTERS)
    }
}
