//! What can go wrong with personal data and with keys. Nothing here ever holds a value or a key.

use std::{path::PathBuf, sync::Arc};

use super::Subject;

/// Why personal data could not be recorded, read or forgotten. Cheap to clone: one failure may answer many callers.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PersonalError {
    /// The database was not given any keys.
    #[error(
        "personal data about {subject} needs keys, and the database has none; give it some by `Database::with_keys`"
    )]
    NoKeys {
        /// Whom the data is about.
        subject: Subject,
    },
    /// The key of the subject was destroyed, so nothing can be recorded about it any more.
    #[error("{subject} was forgotten; no personal data about it can be recorded any more")]
    Forgotten {
        /// Whom the data would have been about.
        subject: Subject,
    },
    /// There is no key, and nobody has destroyed one: the key store has lost it, or is another one.
    #[error(
        "the key of {subject} is missing, and it was not destroyed; is this the right key store, and is it complete?"
    )]
    KeyMissing {
        /// Whom the data is about.
        subject: Subject,
    },
    /// What is stored does not decrypt.
    #[error(
        "personal data about {subject} does not decrypt: its bytes were changed, or its key is another than then"
    )]
    Undecipherable {
        /// Whom the data is about.
        subject: Subject,
    },
    /// What is stored was never written by this library.
    #[error("what is stored is no personal data; {0}")]
    Malformed(&'static str),
    /// It decrypts, but what was encrypted is no value of the type. Serde's own words would quote the value.
    #[error("personal data about {subject} decrypts, and is no `{expected}`")]
    Value {
        /// Whom the data is about.
        subject: Subject,
        /// The type that it should be.
        expected: &'static str,
    },
    /// It is of an older version, and what an upcaster takes leaves some of it out. Which is not said: the names of fields may be data.
    #[error(
        "`{expected}` does not read all that is stored of it as personal data, and the rest would be lost; add it to what the upcaster takes"
    )]
    Unread {
        /// The type that the upcaster takes.
        expected: &'static str,
    },
    /// The keys could not be reached.
    #[error("the key of {subject} could not be had: {cause}")]
    Keys {
        /// Whom the data is about.
        subject: Subject,
        /// What the key store answered.
        cause: KeyError,
    },
}

/// Why a key store could not be opened, asked or changed. Cheap to clone.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The operating system refused.
    #[error("{doing} {}: {cause}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file or directory.
        path: PathBuf,
        /// What the system answered.
        cause: Arc<std::io::Error>,
    },
    /// There is no key store in this directory.
    #[error(
        "there are no keys at {}; a new directory of keys is made by `KeyDirectory::create`",
        path.display()
    )]
    Absent {
        /// The directory.
        path: PathBuf,
    },
    /// There is a key store in this directory already.
    #[error("there are keys at {} already; they are opened by `KeyDirectory::open`", path.display())]
    Exists {
        /// The directory.
        path: PathBuf,
    },
    /// The directory is open already, here or in another process.
    #[error("the keys at {} are open already", path.display())]
    Locked {
        /// The directory.
        path: PathBuf,
    },
    /// The file of a key is damaged, or is that of another subject.
    #[error("the key in {} is damaged", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The system has no random numbers.
    #[error("no random numbers for a key: {0}")]
    Random(String),
    /// What a key store of one's own can run into.
    #[error("{doing}: {cause}")]
    Other {
        /// What was being done.
        doing: &'static str,
        /// What went wrong.
        cause: Arc<dyn std::error::Error + Send + Sync>,
    },
}

impl KeyError {
    /// A failure that only this kind of key store has.
    pub fn other(
        doing: &'static str,
        cause: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        Self::Other { doing, cause: Arc::new(cause) }
    }
}
