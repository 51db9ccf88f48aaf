//! Values that were stored, as they are told: nothing is made up in their place.

use core::{
    fmt,
    ops::{Range, RangeInclusive},
};

/// A value that an older version of an event holds: a text, a whole number, a real one, a boolean, or an `Option` of one.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredValue(Value);

#[derive(Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Whole(i128),
    Real(f64),
    Boolean(bool),
    Nothing,
}

/// The values that older versions of an event hold at one place: a list of them, or a range of whole numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredValues(Values);

#[derive(Clone, Debug, PartialEq)]
enum Values {
    Listed(Vec<Value>),
    Range { least: i128, most: i128 },
}

/// What the values of a place may be given as.
#[diagnostic::on_unimplemented(
    message = "`{Self}` says not which values were stored",
    label = "needs a list of values, or a range of whole numbers",
    note = "as `[\"EUR\", \"USD\"]` or `0..=1_000`; values are texts, whole numbers of up to 64 bits, `f64`, booleans, or `Option`s of these"
)]
pub trait IntoStoredValues {
    /// The values.
    fn into_stored_values(self) -> StoredValues;
}

#[diagnostic::do_not_recommend]
impl<T: Into<StoredValues>> IntoStoredValues for T {
    fn into_stored_values(self) -> StoredValues {
        self.into()
    }
}

impl StoredValues {
    pub(in crate::testing) fn is_empty(&self) -> bool {
        match &self.0 {
            Values::Listed(values) => values.is_empty(),
            Values::Range { least, most } => least > most,
        }
    }

    /// How many there are, if they are listed.
    pub(in crate::testing) fn listed(&self) -> usize {
        match &self.0 {
            Values::Listed(values) => values.len(),
            Values::Range { .. } => 0,
        }
    }

    /// One of them; `below` chooses a number below another. None if there are none.
    pub(super) fn pick(&self, mut below: impl FnMut(u64) -> u64) -> Option<Value> {
        match &self.0 {
            Values::Listed(values) => values.get(below(values.len() as u64) as usize).cloned(),
            Values::Range { least, most } if least <= most => {
                Some(Value::Whole(within(*least, *most, below)))
            }
            Values::Range { .. } => None,
        }
    }
}

/// A number of a range; the ends of it often.
fn within(least: i128, most: i128, mut below: impl FnMut(u64) -> u64) -> i128 {
    match below(8) {
        0 => least,
        1 => most,
        // Both are numbers of 64 bits.
        _ => {
            let numbers = (most - least).unsigned_abs() + 1;
            least + ((u128::from(below(u64::MAX)) * numbers) >> 64).cast_signed()
        }
    }
}

/// As what it holds.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Whole(number) => number.fmt(f),
            Self::Real(number) => number.fmt(f),
            Self::Boolean(value) => value.fmt(f),
            Self::Nothing => None::<()>.fmt(f),
        }
    }
}

impl From<String> for StoredValue {
    fn from(text: String) -> Self {
        Self(Value::Text(text))
    }
}

impl From<&str> for StoredValue {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<char> for StoredValue {
    fn from(character: char) -> Self {
        character.to_string().into()
    }
}

impl From<f64> for StoredValue {
    fn from(number: f64) -> Self {
        Self(Value::Real(number))
    }
}

impl From<bool> for StoredValue {
    fn from(value: bool) -> Self {
        Self(Value::Boolean(value))
    }
}

impl<T: Into<Self>> From<Option<T>> for StoredValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self(Value::Nothing), Into::into)
    }
}

macro_rules! whole {
    ($($type:ty)*) => {$(
        impl From<$type> for StoredValue {
            fn from(number: $type) -> Self {
                Self(Value::Whole(number.into()))
            }
        }

        impl From<RangeInclusive<$type>> for StoredValues {
            fn from(range: RangeInclusive<$type>) -> Self {
                let (least, most) = range.into_inner();
                Self(Values::Range { least: least.into(), most: most.into() })
            }
        }

        impl From<Range<$type>> for StoredValues {
            fn from(range: Range<$type>) -> Self {
                Self(Values::Range { least: range.start.into(), most: i128::from(range.end) - 1 })
            }
        }
    )*};
}

whole!(i8 i16 i32 i64 u8 u16 u32 u64);

impl<T: Into<StoredValue>> From<Vec<T>> for StoredValues {
    fn from(values: Vec<T>) -> Self {
        Self(Values::Listed(values.into_iter().map(|value| value.into().0).collect()))
    }
}

impl<T: Into<StoredValue>, const N: usize> From<[T; N]> for StoredValues {
    fn from(values: [T; N]) -> Self {
        Vec::from(values).into()
    }
}
