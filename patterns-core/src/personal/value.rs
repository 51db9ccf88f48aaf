//! A value about somebody, who may be forgotten.

use core::fmt;

use super::Subject;

/// A value of the type `T` that is about somebody, and can be forgotten: the type of personal fields of events, states and records.
///
/// It is stored encrypted with the key of the one it is about, and is gone when that key is destroyed. So whoever reads it has to say what happens
/// when it is forgotten: there is no way to a `T` alone. It is never printed, and serde writes it nowhere but within a database.
///
/// ```
/// use patterns_core::personal::Personal;
///
/// let name = Personal::new("Ann".to_string());
/// assert_eq!(name.get().map(String::as_str), Some("Ann"));
/// assert_eq!(format!("{name:?}"), "Personal(..)");
///
/// let gone = Personal::<String>::forgotten();
/// assert_eq!(gone.get().map_or("somebody", String::as_str), "somebody");
/// ```
///
/// Whom it is about is said once: by [`about`](Self::about), by `#[personal(subject = ..)]` of the event that records it, or else it is the
/// aggregate that records it. What was recorded keeps its subject wherever it is copied to.
///
/// The default is that of `T`: nobody has said it, so it is about nobody, is stored as it is, and is never forgotten.
#[derive(Clone)]
pub struct Personal<T>(pub(super) Content<T>);

#[derive(Clone)]
pub(super) enum Content<T> {
    /// The default of the type.
    Blank(T),
    /// Without a subject until it is recorded, unless somebody has said one.
    Known(T, Option<Subject>),
    /// Without a subject until it is recorded, unless it comes from there.
    Forgotten(Option<Subject>),
}

impl<T> Personal<T> {
    /// A value about the aggregate that will record it, unless the event says whom else.
    pub const fn new(value: T) -> Self {
        Self(Content::Known(value, None))
    }

    /// A value about `subject`, whoever records it.
    pub fn about(subject: impl Into<Subject>, value: T) -> Self {
        Self(Content::Known(value, Some(subject.into())))
    }

    /// A value that was forgotten, for tests and for what replaces one.
    pub const fn forgotten() -> Self {
        Self(Content::Forgotten(None))
    }

    /// The value; `None` when it is forgotten.
    pub const fn get(&self) -> Option<&T> {
        match &self.0 {
            Content::Blank(value) | Content::Known(value, _) => Some(value),
            Content::Forgotten(_) => None,
        }
    }

    /// The value alone; `None` when it is forgotten.
    pub fn into_inner(self) -> Option<T> {
        match self.0 {
            Content::Blank(value) | Content::Known(value, _) => Some(value),
            Content::Forgotten(_) => None,
        }
    }

    /// Whether it is forgotten.
    pub const fn is_forgotten(&self) -> bool {
        matches!(self.0, Content::Forgotten(_))
    }

    /// Whom it is about; `None` for a default, and as long as it was neither said nor recorded.
    pub const fn subject(&self) -> Option<&Subject> {
        match &self.0 {
            Content::Known(_, subject) | Content::Forgotten(subject) => subject.as_ref(),
            Content::Blank(_) => None,
        }
    }

    /// Another value about the same subject, made of this one; nothing is made of a forgotten one.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Personal<U> {
        Personal(match self.0 {
            // What is made of a default may be anything.
            Content::Blank(value) => Content::Known(change(value), None),
            Content::Known(value, subject) => Content::Known(change(value), subject),
            Content::Forgotten(subject) => Content::Forgotten(subject),
        })
    }

    /// Both values as one about their subject, forgotten if either is; `None` if they are about two subjects, because one value is forgotten
    /// with one. A value that says no subject joins the other.
    ///
    /// So a fold makes one value of two, and the result is forgotten with them:
    ///
    /// ```
    /// # use patterns_core::personal::Personal;
    /// let (first, last) = (Personal::about("ann", "Ann"), Personal::about("ann", "Lee"));
    /// let name = first.zip(last).map(|both| both.map(|(first, last)| format!("{first} {last}")));
    /// assert_eq!(name.unwrap().get().map(String::as_str), Some("Ann Lee"));
    /// ```
    pub fn zip<U>(self, other: Personal<U>) -> Option<Personal<(T, U)>> {
        let subject = match (self.subject(), other.subject()) {
            (Some(one), Some(other)) if one != other => return None,
            (one, other) => one.or(other).cloned(),
        };
        Some(Personal(match (self.0, other.0) {
            (Content::Blank(one), Content::Blank(other)) => Content::Blank((one, other)),
            (Content::Forgotten(_), _) | (_, Content::Forgotten(_)) => Content::Forgotten(subject),
            (
                Content::Blank(one) | Content::Known(one, _),
                Content::Blank(other) | Content::Known(other, _),
            ) => Content::Known((one, other), subject),
        }))
    }
}

impl<T: Default> Default for Personal<T> {
    fn default() -> Self {
        Self(Content::Blank(T::default()))
    }
}

impl<T> From<T> for Personal<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// Equal when the values are, or both are forgotten; whoever they are about.
impl<T: PartialEq> PartialEq for Personal<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for Personal<T> {}

/// Never shows the value.
impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_forgotten() { "Personal(forgotten)" } else { "Personal(..)" })
    }
}

/// What the macros ask of a type called `Personal`: that it is this one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the `Personal` of data-patterns",
    label = "another type of this name",
    note = "what is `#[personal]` is encrypted by `data_patterns::personal::Personal`; another type would be stored in the clear"
)]
pub trait IsPersonal {}

impl<T> IsPersonal for Personal<T> {}

/// Compiles for our `Personal` alone.
#[doc(hidden)]
pub const fn is_personal<P: IsPersonal>() {}
