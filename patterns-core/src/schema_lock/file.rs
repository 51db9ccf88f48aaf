//! The lock beside the code: reads it, compares, and writes it where that was asked for.

use std::{
    env, fs, io,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::{Declared, Finding, FormatError, Lock, accepted, compare, parse};

/// Says that the code is accepted as it is.
const ACCEPT: &str = "PATTERNS_ACCEPT";
/// Says that the lock has to be up to date.
const LOCKED: &str = "PATTERNS_LOCKED";

/// Why the events of the code are not those of the lock.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LockError {
    /// There is no lock yet.
    #[error("there is no {}; `{ACCEPT}=1 cargo test` writes it, and it belongs into the repository", .0.display())]
    Missing(PathBuf),
    /// Two types are stored under one name, so they share their streams.
    #[error(
        "two of the types are stored as `{0}`; give one another name, `#[aggregate(name = \"..\")]`, or leave it out"
    )]
    Twice(String),
    /// The file is no lock.
    #[error("{}: {cause}; after a merge keep the versions of both sides, and `{ACCEPT}=1 cargo test` writes today's anew", path.display())]
    Format {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        cause: FormatError,
    },
    /// The file cannot be read or written.
    #[error("{}: {cause}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// Events that are stored could not be read any more, or not all that they hold.
    #[error("{}", breaking(path, findings))]
    Breaking {
        /// The file.
        path: PathBuf,
        /// What would break.
        findings: Vec<Finding>,
    },
    /// Nothing breaks, and the lock, which has to be up to date, does not have all that the code has.
    #[error("{}", behind(path, findings))]
    Behind {
        /// The file.
        path: PathBuf,
        /// What has been added.
        findings: Vec<Finding>,
    },
    /// Nothing is accepted where nobody looks.
    #[error("{ACCEPT} is set, and so is CI: accept on your own machine, and commit {}", .0.display())]
    AcceptedInCi(PathBuf),
}

fn breaking(path: &Path, findings: &[Finding]) -> String {
    let shown: Vec<String> = findings.iter().map(Finding::to_string).collect();
    format!(
        "events that are stored do not fit the code any more:\n\n{}\n\nWhere no store holds such events, `{ACCEPT}=1 cargo test` writes {} as the code is.",
        shown.join("\n\n"),
        path.display()
    )
}

fn behind(path: &Path, additions: &[Finding]) -> String {
    told(
        &format!("{} is behind the code; `{ACCEPT}=1 cargo test` writes it", path.display()),
        additions,
    )
}

/// What the environment says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Environment {
    pub(super) accept: bool,
    pub(super) ci: bool,
    pub(super) locked: bool,
}

impl Environment {
    fn read() -> Self {
        let is_set =
            |name| env::var(name).is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
        Self { accept: is_set(ACCEPT), ci: is_set("CI"), locked: is_set(LOCKED) }
    }
}

/// Compares the lock in the file at `path` with the code; see [`schema_lock!`](https://docs.rs/data-patterns/latest/data_patterns/macro.schema_lock.html).
///
/// # Errors
/// When something that is stored could not be read any more, or when there is no readable lock.
pub fn check(path: impl AsRef<Path>, code: &[Declared]) -> Result<(), LockError> {
    check_in(Environment::read(), path.as_ref(), code)
}

pub(super) fn check_in(
    environment: Environment,
    path: &Path,
    code: &[Declared],
) -> Result<(), LockError> {
    if let Some(name) = twice(code) {
        return Err(LockError::Twice(name));
    }
    match (environment, read(path)?) {
        (Environment { accept: true, ci: true, .. }, _) => {
            Err(LockError::AcceptedInCi(path.to_owned()))
        }
        (Environment { accept: true, .. }, before) => {
            accept(path, before.unwrap_or_default(), code)
        }
        (_, None) => Err(LockError::Missing(path.to_owned())),
        (Environment { locked, .. }, Some(lock)) => judge(path, &lock, code, locked),
    }
}

fn twice(code: &[Declared]) -> Option<String> {
    let mut names: Vec<&str> = code.iter().map(|declared| declared.aggregate.as_str()).collect();
    names.sort_unstable();
    names.windows(2).find_map(|pair| match pair {
        [one, other] if one == other => Some((*one).to_owned()),
        _ => None,
    })
}

fn judge(path: &Path, lock: &Lock, code: &[Declared], locked: bool) -> Result<(), LockError> {
    let path = path.to_owned();
    let (breaking, findings): (Vec<_>, Vec<_>) =
        compare(lock, code).into_iter().partition(Finding::is_breaking);
    if !breaking.is_empty() {
        return Err(LockError::Breaking { path, findings: breaking });
    }
    match *lock == accepted(lock, code) {
        true => Ok(()),
        false if locked => Err(LockError::Behind { path, findings }),
        false => {
            tell(&behind(&path, &findings));
            Ok(())
        }
    }
}

fn accept(path: &Path, before: Lock, code: &[Declared]) -> Result<(), LockError> {
    let after = accepted(&before, code);
    // What upcasters do not take is no matter of acceptance: the older events are stored as the lock says.
    let left: Vec<Finding> =
        compare(&after, code).into_iter().filter(Finding::is_breaking).collect();
    if !left.is_empty() {
        return Err(LockError::Breaking { path: path.to_owned(), findings: left });
    }
    if before != after || !path.exists() {
        tell(&told(&format!("{} is written", path.display()), &compare(&before, code)));
        fs::write(path, after.to_string())
            .map_err(|cause| LockError::File { path: path.to_owned(), cause })?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<Option<Lock>, LockError> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text)
            .map(Some)
            .map_err(|cause| LockError::Format { path: path.to_owned(), cause }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(LockError::File { path: path.to_owned(), cause }),
    }
}

fn told(what: &str, findings: &[Finding]) -> String {
    let lines: String = findings.iter().map(|finding| format!("\n  {finding}")).collect();
    format!("{what}:{lines}")
}

// Past the capture of tests: what passes must still be heard of.
fn tell(what: &str) {
    let _ = writeln!(io::stderr(), "{what}");
}
