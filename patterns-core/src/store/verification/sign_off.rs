//! What was signed off: the ends of the chains of logs, small enough to be kept where nobody who can write to the store can write.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Finding, FindingKind};
use crate::event::{ChainHash, InvalidHash, LogEnd};

/// The ends of all logs of a store at one moment. Prints as a line of text that parses, and is stored by serde as that.
///
/// Whoever can write to the store's files can make all hashes anew. To find that, keep this value elsewhere: print it, mail it, have it
/// stamped. It is of use with the kind of store that it comes from: another kind chains its log differently.
///
/// ```
/// use patterns_core::store::{EventStore, MemoryStore, SignOff, conformance::block_on};
///
/// # block_on(async {
/// let store = MemoryStore::new();
/// let signed: String = store.sign_off().await.unwrap().to_string();
/// // Later:
/// let signed: SignOff = signed.parse().unwrap();
/// assert!(store.verify_against(&signed).await.unwrap().is_intact());
/// # });
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SignOff {
    /// One a log: the store's, or those of its nodes, in the order of their names.
    pub logs: Vec<SignedLog>,
}

/// The end of one log.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SignedLog {
    /// Whose log it is, if the store has several nodes.
    pub node: Option<String>,
    /// How many events it had.
    pub position: u64,
    /// The hash of the log up to there.
    pub hash: ChainHash,
}

impl SignOff {
    /// That of a store with a single log.
    pub(crate) fn of_log(end: LogEnd) -> Self {
        let LogEnd { position, hash } = end;
        Self { logs: vec![SignedLog { node: None, position, hash }] }
    }

    /// The same, as that of a node.
    pub(crate) fn on(self, node: &str) -> impl Iterator<Item = SignedLog> {
        self.logs.into_iter().map(move |log| SignedLog { node: Some(node.into()), ..log })
    }

    /// What was signed off on `node`, as if it were the only one.
    pub(crate) fn of_node(&self, node: &str) -> Self {
        let own = self.logs.iter().filter(|log| log.node.as_deref() == Some(node));
        Self { logs: own.map(|log| SignedLog { node: None, ..log.clone() }).collect() }
    }

    /// The ends of the only log.
    pub(crate) fn ends(&self) -> impl Iterator<Item = LogEnd> {
        let own = self.logs.iter().filter(|log| log.node.is_none());
        own.map(|log| LogEnd { position: log.position, hash: log.hash })
    }

    /// What was signed off of logs that nobody knows of: to pass it over would be to vouch for it.
    pub(crate) fn unknown(&self, known: impl Fn(Option<&str>) -> bool) -> Vec<Finding> {
        let unknown = self.logs.iter().filter(|log| !known(log.node.as_deref()));
        let finding = |log: &SignedLog| {
            let what = "was signed off, and the store has no such log";
            let finding = Finding::new(FindingKind::Missing, what).at(1..=log.position);
            Finding { node: log.node.clone(), ..finding }
        };
        unknown.map(finding).collect()
    }
}

impl fmt::Display for SignOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        self.logs
            .iter()
            .try_for_each(|log| write!(f, "{}{log}", core::mem::replace(&mut separator, ",")))
    }
}

impl fmt::Display for SignedLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(node) = &self.node {
            write!(f, "{}=", escaped(node))?;
        }
        write!(f, "{}:{}", self.position, self.hash)
    }
}

impl FromStr for SignOff {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        let logs = text.split(',').filter(|log| !log.is_empty());
        Ok(Self { logs: logs.map(str::parse).collect::<Result<_, _>>()? })
    }
}

impl FromStr for SignedLog {
    type Err = InvalidHash;

    fn from_str(text: &str) -> Result<Self, InvalidHash> {
        let expected = "a node and `=`, if there are several, a position, `:` and a hash";
        let invalid = || InvalidHash { text: text.into(), expected };
        let (node, end) =
            text.split_once('=').map_or((None, text), |(node, end)| (Some(node), end));
        let (position, hash) = end.split_once(':').ok_or_else(invalid)?;
        let node = node.map(|node| unescaped(node).ok_or_else(invalid)).transpose()?;
        Ok(Self { node, position: position.parse().map_err(|_| invalid())?, hash: hash.parse()? })
    }
}

/// Names of nodes can hold any text; what this format uses itself is written as URLs write it.
fn escaped(node: &str) -> String {
    ["%", ",", "=", "\n"].iter().fold(node.to_owned(), |text, special| {
        text.replace(special, &format!("%{:02x}", special.bytes().next().unwrap_or_default()))
    })
}

fn unescaped(text: &str) -> Option<String> {
    let mut parts = text.split('%');
    let mut node = parts.next()?.to_owned();
    for part in parts {
        let (code, rest) = part.split_at_checked(2)?;
        node.push(char::from(u8::from_str_radix(code, 16).ok()?));
        node.push_str(rest);
    }
    Some(node)
}

impl TryFrom<String> for SignOff {
    type Error = InvalidHash;

    fn try_from(text: String) -> Result<Self, InvalidHash> {
        text.parse()
    }
}

impl From<SignOff> for String {
    fn from(signed: SignOff) -> Self {
        signed.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(node: Option<&str>, position: u64) -> SignedLog {
        SignedLog { node: node.map(Into::into), position, hash: ChainHash::from_bytes([7; 32]) }
    }

    #[test]
    fn a_sign_off_reads_back_what_it_prints() {
        let odd = ["", "berlin", "a=b,c%d\n=", "höchst"].map(|node| log(Some(node), 3));
        for logs in [vec![], vec![log(None, u64::MAX)], odd.to_vec()] {
            let signed = SignOff { logs };
            assert_eq!(signed.to_string().parse(), Ok(signed));
        }
    }

    #[test]
    fn what_is_no_sign_off_is_refused() {
        for wrong in ["7", "7:", "x:00", "a=b=7:00", ":", "%zz=1:00"] {
            let hash = log(None, 1).hash.to_string();
            assert!(wrong.replace("00", &hash).parse::<SignOff>().is_err(), "{wrong}");
        }
        let one = SignOff { logs: vec![log(None, 1)] }.to_string();
        assert!(one.get(..one.len() - 1).is_some_and(|cut| cut.parse::<SignOff>().is_err()));
    }
}
