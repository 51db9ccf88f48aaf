//! Numbers: around zero mostly, and at the ends of what their type holds.

use super::source::{Range, Source};

/// Tried when what is made up is refused: parts of dates and times, and sizes.
const TYPICAL: [u16; 24] =
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 24, 28, 30, 31, 32, 60, 64, 100, 255, 1_000, 2_024];

/// Of ten numbers so many are small, and so many are not yet large.
const SMALL: usize = 6;
const MEDIUM: usize = 8;
const ALL: usize = 10;

impl Source<'_> {
    /// A number from 0 to `most`.
    pub(super) fn unsigned(&mut self, most: u128) -> u128 {
        let (small, medium) = sizes(most);
        match self.size() {
            Size::UpTo(medium_too) => {
                self.below(if medium_too { medium } else { small } + 1).into()
            }
            Size::AtTheEnd => {
                let ends = [most, most - 1, most / 2, most / 2 + 1];
                *self.one_of(&ends)
            }
            Size::Typical(number) => u128::from(number).min(most),
        }
    }

    /// A number from `least`, which is negative, to `most`.
    pub(super) fn signed(&mut self, least: i128, most: i128) -> i128 {
        let (small, medium) = sizes(most.unsigned_abs());
        match self.size() {
            Size::UpTo(medium_too) => {
                let number = self.below(2 * if medium_too { medium } else { small } + 1);
                // 0, 1, -1, 2, -2, ..: the simpler the nearer to zero.
                let magnitude = i128::from(number.div_ceil(2));
                if number.is_multiple_of(2) { -magnitude } else { magnitude }
            }
            Size::AtTheEnd => *self.one_of(&[most, least, most - 1, least + 1, -1]),
            Size::Typical(number) => i128::from(number).min(most),
        }
    }

    /// A finite number that is no more precise than a `f32`.
    pub(super) fn real(&mut self) -> f32 {
        match self.size() {
            Size::UpTo(_) => {
                let number = self.below(41);
                let magnitude = number.div_ceil(2) as f32 / 2.0;
                if number.is_multiple_of(2) { -magnitude } else { magnitude }
            }
            Size::AtTheEnd => {
                *self.one_of(&[f32::MAX, f32::MIN, f32::MIN_POSITIVE, f32::EPSILON, 1.0 / 3.0])
            }
            Size::Typical(number) => number.into(),
        }
    }

    /// One of several values; the first is the simplest.
    pub(super) fn one_of<'a, T>(&mut self, values: &'a [T]) -> &'a T {
        let index = self.below(values.len() as u64) as usize;
        // `below` stays below the length, which no caller lets be zero.
        values.get(index).unwrap_or_else(|| unreachable!("one of no values"))
    }

    fn size(&mut self) -> Size {
        let usual = if self.range == Range::Whole { ALL } else { MEDIUM };
        match self.decide(usual, TYPICAL.len()) {
            size @ ..MEDIUM => Size::UpTo(size >= SMALL),
            size if size < usual => Size::AtTheEnd,
            size => Size::Typical(TYPICAL.get(size - usual).copied().unwrap_or(1)),
        }
    }
}

enum Size {
    /// Up to some ten, or else up to some thousand.
    UpTo(bool),
    AtTheEnd,
    Typical(u16),
}

/// The largest small and medium number of a type: so that a few dozen can be added up.
fn sizes(most: u128) -> (u64, u64) {
    let (small, medium) = ((most / 32).min(10), (most / 64).min(1_000));
    (small as u64, medium.max(small) as u64)
}
