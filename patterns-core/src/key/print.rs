//! Canonical bytes, readably.

use core::fmt;

use super::decode::{Element, KeyDecoder};

/// Prints canonical bytes element by element, separated by `/`, so that keys of one type print the same only if they are the same; bytes that are no key
/// are printed as hexadecimal digits.
pub(crate) fn fmt_elements(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut decoder = KeyDecoder::new(bytes);
    let mut separator = "";
    while !decoder.is_empty() {
        f.write_str(separator)?;
        match decoder.element() {
            Some(element) => write!(f, "{element}")?,
            None => return fmt_hex(decoder.rest(), f),
        }
        separator = "/";
    }
    Ok(())
}

/// A `/` in a text is no separator; a `\` is escaped, too, so nothing else reads `\/`.
fn fmt_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut separator = "";
    text.split('/').try_for_each(|part| {
        write!(f, "{separator}{}", part.escape_debug())?;
        separator = r"\/";
        Ok(())
    })
}

fn fmt_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("0x")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => fmt_text(text, f),
            Self::Bytes(bytes) => fmt_hex(bytes, f),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Unsigned(value) => write!(f, "{value}"),
            Self::Negative(value) => write!(f, "-{value}"),
        }
    }
}
