//! Canonical bytes, readably.

use core::fmt;

use super::decode::{Element, KeyDecoder};

/// Prints canonical bytes element by element, separated by `/`; bytes that are no key are printed as hexadecimal digits.
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

fn fmt_hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("0x")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{}", text.escape_debug()),
            Self::Bytes(bytes) => fmt_hex(bytes, f),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Unsigned(value) => write!(f, "{value}"),
            Self::Negative(value) => write!(f, "-{value}"),
        }
    }
}
