//! Where a page ended.

use core::{fmt, str::FromStr};

use crate::event::StreamId;

/// Where a page ended. As text it can be handed to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScatterCursor(pub(super) StreamId);

/// A text that is no cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of a page")]
pub struct InvalidCursor;

impl fmt::Display for ScatterCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_bytes().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for ScatterCursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, InvalidCursor> {
        let digit = |byte: u8| (byte as char).to_digit(16).ok_or(InvalidCursor);
        let (pairs, odd) = text.as_bytes().as_chunks::<2>();
        let bytes = pairs.iter().map(|[high, low]| Ok((digit(*high)? << 4 | digit(*low)?) as u8));
        let bytes = bytes.collect::<Result<Vec<_>, InvalidCursor>>()?;
        let whole = odd.is_empty() && !bytes.is_empty();
        if whole { Ok(Self(StreamId::from_bytes(bytes.into()))) } else { Err(InvalidCursor) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_from_its_text() {
        let cursor = ScatterCursor(StreamId::new("konto", &("Größe".to_owned(), 7)));
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "0", "0g", "é1", "abc"] {
            assert_eq!(text.parse::<ScatterCursor>(), Err(InvalidCursor), "{text}");
        }
    }
}
