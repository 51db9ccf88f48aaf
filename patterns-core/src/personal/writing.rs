//! Where personal values are encrypted: in their impl of `Serialize`.

use core::fmt;

use serde::{Serialize, Serializer, ser::Error};

use super::{
    Personal, PersonalError, Subject,
    keyed::{Held, Mode},
    needed::{Needed, OUTSIDE},
    scope::{Scope, present},
    stamping::stamped,
    stored,
    value::Content,
};

#[cfg(feature = "json")]
const SHOWN: &str = "(personal)";
const SHOWN_FORGOTTEN: &str = "(forgotten)";

impl<T: Serialize> Serialize for Personal<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match Writing::now() {
            Writing::Stored => {
                serializer.serialize_bytes(&self.stored().map_err(S::Error::custom)?)
            }
            #[cfg(feature = "json")]
            Writing::Shown => self.shown(serializer),
            Writing::Disclosed => match self.get() {
                Some(value) => value.serialize(serializer),
                None => serializer.serialize_str(SHOWN_FORGOTTEN),
            },
            Writing::Never => Err(S::Error::custom(OUTSIDE)),
        }
    }
}

/// What becomes of a value that is written just now.
enum Writing {
    Stored,
    #[cfg(feature = "json")]
    Shown,
    Disclosed,
    Never,
}

impl Writing {
    fn now() -> Self {
        present(|scope| match scope {
            Some(Scope::Keyed(keyed)) if keyed.mode != Mode::Reading => Self::Stored,
            #[cfg(feature = "json")]
            Some(Scope::Shown { disclosed: false }) => Self::Shown,
            #[cfg(feature = "json")]
            Some(Scope::Shown { disclosed: true }) => Self::Disclosed,
            Some(Scope::Measured) => Self::Disclosed,
            _ => Self::Never,
        })
    }
}

/// Why a value could not be made bytes.
enum Unwritable {
    Personal(PersonalError),
    Value(rmp_serde::encode::Error),
}

impl From<PersonalError> for Unwritable {
    fn from(error: PersonalError) -> Self {
        Self::Personal(error)
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Personal(error) => error.fmt(f),
            Self::Value(error) => error.fmt(f),
        }
    }
}

impl<T: Serialize> Personal<T> {
    fn stored(&self) -> Result<Vec<u8>, Unwritable> {
        match &self.0 {
            Content::Blank(value) => written(stored::blank(), value),
            Content::Known(value, subject) => known(value, subject.as_ref()),
            Content::Forgotten(subject) => {
                let needed = Needed::by(subject.as_ref());
                Ok(stored::forgotten(needed.as_ref().and_then(Needed::named)))
            }
        }
    }

    #[cfg(feature = "json")]
    fn shown<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Content::Blank(value) => value.serialize(serializer),
            Content::Known(..) => serializer.serialize_str(SHOWN),
            Content::Forgotten(_) => serializer.serialize_str(SHOWN_FORGOTTEN),
        }
    }
}

fn known<T: Serialize>(value: &T, subject: Option<&Subject>) -> Result<Vec<u8>, Unwritable> {
    let outside = Unwritable::Personal(PersonalError::Malformed(OUTSIDE));
    let needed = Needed::by(subject).ok_or(outside)?;
    match needed.mode {
        Mode::Stamping => {
            let clear = written(stored::clear(needed.named()), value)?;
            stamped(&needed, subject.is_some(), clear).map_err(|held| needed.failed(held).into())
        }
        Mode::Reading | Mode::Writing | Mode::Keeping => sealed(value, &needed),
    }
}

fn sealed<T: Serialize>(value: &T, needed: &Needed) -> Result<Vec<u8>, Unwritable> {
    let lead = stored::sealed(needed.named());
    let from = lead.len();
    // Written in any case: there may be personal values within the value, whose keys are wanted as well.
    let mut bytes = written(lead, value)?;
    match needed.held() {
        // The work will be done again when the key is there.
        None => bytes.clear(),
        Some(Held::Key(key)) => {
            let sealed = key.seal(&needed.place(), &mut bytes, from);
            sealed.map_err(|cause| needed.failed(Held::Failed(cause)))?;
        }
        // As a replay would show it.
        Some(Held::Destroyed) if needed.mode == Mode::Keeping => {
            return Ok(stored::forgotten(needed.named()));
        }
        Some(held) => return Err(needed.failed(held).into()),
    }
    Ok(bytes)
}

fn written<T: Serialize>(mut to: Vec<u8>, value: &T) -> Result<Vec<u8>, Unwritable> {
    rmp_serde::encode::write_named(&mut to, value).map_err(Unwritable::Value)?;
    Ok(to)
}
