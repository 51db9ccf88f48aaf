//! What entries are tagged with.

use core::fmt::Display;

/// A value that can be a tag: everything that is `Display`.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be a tag",
    label = "not `Display`",
    note = "tags are texts: name one, as in `tags = [format!(\"team:{{team}}\")]`, or implement `Display`"
)]
pub trait Tag {
    /// As a text.
    fn to_tag(&self) -> String;
}

#[diagnostic::do_not_recommend]
impl<T: ?Sized + Display> Tag for T {
    fn to_tag(&self) -> String {
        self.to_string()
    }
}
