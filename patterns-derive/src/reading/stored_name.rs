//! The rules for names that are stored.

use syn::LitStr;

use super::Errors;

const LONGEST: usize = 128;
const RESERVED: &str = "patterns.";

/// Reports a stored name that stores could not keep or people could not read.
pub(crate) fn check_stored_name(name: &LitStr, errors: &Errors) {
    let value = name.value();
    if value.trim().is_empty() {
        errors.over(
            name,
            "a stored name cannot be empty; leave the option out to use the name in the code",
        );
    } else if value.chars().any(char::is_control) {
        errors.over(name, "a stored name cannot contain control characters; use letters, digits, `_`, `-` and `.`");
    } else if value.starts_with(RESERVED) {
        errors.over(name, format!("names that begin with `{RESERVED}` are kept for what the framework records itself; give it another one"));
    } else if value.len() > LONGEST {
        let message = format!(
            "a stored name has at most {LONGEST} bytes, this one has {}; shorten it",
            value.len()
        );
        errors.over(name, message);
    }
}
