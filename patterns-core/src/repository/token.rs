//! What a session has seen, as a text that fits into a header or a cookie.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::event::StreamId;

/// So many streams are told apart; about 1.5 KB as text.
const STREAMS: usize = 64;
const FORMAT: &str = "s1";

/// What a session has seen: of each stream the version.
///
/// Goes to a header or a cookie by `Display` or serde, and back by `FromStr`; made of letters, digits, `.`, `-` and `+`. It is no secret and no
/// credential: whoever makes one up only makes their own reads slower.
///
/// ```
/// use patterns_core::repository::SessionToken;
/// let token = SessionToken::default();
/// assert_eq!(token.to_string().parse(), Ok(token));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SessionToken {
    /// In the order in which they were seen last, newest at the end.
    seen: Vec<(Stream, u64)>,
    /// Whether more streams were seen than are told apart: all others are then read from the store.
    overflowed: bool,
}

/// A text is no session token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no session token; begin a new session")]
pub struct InvalidToken;

/// A stream, by the hash of its name. If two should ever share one, their readers ask the store more often than they need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stream(u64);

/// What is known of one stream.
pub(super) enum Sight {
    AtLeast(u64),
    /// It may have been seen, and nobody knows at which version.
    Forgotten,
}

impl Stream {
    /// FNV-1a (Fowler, Noll, Vo): the same on every machine and in every release.
    fn of(stream: &StreamId) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self(stream.as_bytes().iter().fold(0xcbf2_9ce4_8422_2325, step))
    }
}

impl SessionToken {
    pub(super) fn sight(&self, stream: &StreamId) -> Sight {
        let stream = Stream::of(stream);
        match self.seen.iter().rev().find(|(seen, _)| *seen == stream) {
            Some((_, version)) => Sight::AtLeast(*version),
            None if self.overflowed => Sight::Forgotten,
            None => Sight::AtLeast(0),
        }
    }

    pub(super) fn note(&mut self, stream: &StreamId, version: u64) {
        let stream = Stream::of(stream);
        let known = self.seen.iter().rposition(|(seen, _)| *seen == stream);
        let before = known.map_or(0, |index| self.seen.remove(index).1);
        if self.seen.len() == STREAMS {
            self.seen.remove(0);
            self.overflowed = true;
        }
        self.seen.push((stream, before.max(version)));
    }
}

impl fmt::Display for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(FORMAT)?;
        f.write_str(if self.overflowed { "+" } else { "" })?;
        self.seen.iter().try_for_each(|(Stream(hash), version)| write!(f, ".{hash:x}-{version:x}"))
    }
}

impl FromStr for SessionToken {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        let rest = text.strip_prefix(FORMAT).ok_or(InvalidToken)?;
        let (rest, overflowed) = match rest.strip_prefix('+') {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let mut parts = rest.split('.');
        if parts.next() != Some("") {
            return Err(InvalidToken);
        }
        let seen: Result<Vec<_>, _> = parts.map(parse).collect();
        let seen = seen?;
        if seen.len() > STREAMS { Err(InvalidToken) } else { Ok(Self { seen, overflowed }) }
    }
}

fn parse(part: &str) -> Result<(Stream, u64), InvalidToken> {
    let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        true => u64::from_str_radix(text, 16).map_err(|_| InvalidToken),
        false => Err(InvalidToken),
    };
    let (hash, version) = part.split_once('-').ok_or(InvalidToken)?;
    Ok((Stream(number(hash)?), number(version)?))
}

impl TryFrom<String> for SessionToken {
    type Error = InvalidToken;

    fn try_from(text: String) -> Result<Self, InvalidToken> {
        text.parse()
    }
}

impl From<SessionToken> for String {
    fn from(token: SessionToken) -> Self {
        token.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream(number: u32) -> StreamId {
        StreamId::new("account", &number)
    }

    fn version(token: &SessionToken, number: u32) -> Option<u64> {
        match token.sight(&stream(number)) {
            Sight::AtLeast(version) => Some(version),
            Sight::Forgotten => None,
        }
    }

    #[test]
    fn c1_a_token_remembers_the_highest_version_of_each_stream() {
        let mut token = SessionToken::default();
        for (number, seen) in [(1, 5), (2, 7), (1, 3)] {
            token.note(&stream(number), seen);
        }
        let token: SessionToken = token.to_string().parse().unwrap();
        assert_eq!([1, 2, 3].map(|number| version(&token, number)), [Some(5), Some(7), Some(0)]);
    }

    #[test]
    fn c1_a_token_that_is_full_says_that_it_has_forgotten() {
        let mut token = SessionToken::default();
        for number in 0..=STREAMS as u32 {
            token.note(&stream(number), 1);
        }
        assert_eq!(token.to_string().parse(), Ok(token.clone()));
        assert_eq!((version(&token, 0), version(&token, 1)), (None, Some(1)));
        assert_eq!(version(&token, 1_000), None, "it may have been among the forgotten");
        assert!(token.to_string().len() < 2_000);
    }

    #[test]
    fn a_text_that_is_no_token_is_refused() {
        for text in [
            "",
            "s",
            "s2",
            "s1x",
            "s1.",
            "s1.a",
            "s1.a-",
            "s1.-a",
            "s1.+a-1",
            "s1.g-1",
            "s1.a-1.",
            "s1+ .a-1",
            "s1.11111111111111111-1",
            "s1.ä-1",
        ] {
            assert_eq!(text.parse::<SessionToken>(), Err(InvalidToken), "{text}");
        }
        let many = format!("s1{}", ".a-1".repeat(STREAMS + 1));
        assert_eq!(many.parse::<SessionToken>(), Err(InvalidToken));
    }

    #[test]
    fn the_text_of_a_token_never_changes() {
        let mut token = SessionToken::default();
        token.note(&StreamId::new("account", &"1234".to_owned()), 255);
        assert_eq!(token.to_string(), "s1.4ea1bd8b7c631912-ff");
    }
}
