//! Types as they are written, taken apart far enough to tell which can be read as which.

/// A type, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type<'a> {
    /// A name with its arguments, and the text of both together.
    Named {
        text: &'a str,
        name: &'a str,
        arguments: Vec<Type<'a>>,
    },
    Tuple(Vec<Type<'a>>),
    /// A type and its length.
    Array(Box<Type<'a>>, &'a str),
    /// Everything else, and what functions of one's own read and write.
    Other(&'a str),
}

impl<'a> Type<'a> {
    pub(super) fn parse(text: &'a str) -> Self {
        let text = text.trim();
        // serde's attributes stand behind the type; whoever reads with functions of his own must know what he reads.
        if text.contains('#') {
            return Self::Other(text);
        }
        if let Some(inner) = inside(text, '(', ')') {
            return Self::Tuple(parts(inner).into_iter().map(Self::parse).collect());
        }
        if let Some((element, length)) =
            inside(text, '[', ']').and_then(|inner| inner.rsplit_once("; "))
        {
            return Self::Array(Box::new(Self::parse(element)), length);
        }
        let (name, arguments) = match text.split_once('<') {
            Some((name, rest)) if !name.is_empty() && rest.ends_with('>') => {
                let arguments = rest.get(..rest.len() - 1).unwrap_or_default();
                (name, parts(arguments).into_iter().map(Self::parse).collect())
            }
            Some(_) => return Self::Other(text),
            None => (text, Vec::new()),
        };
        let transparent = ["Box", "Arc", "Rc"].contains(&last(name));
        match (transparent, arguments) {
            (true, mut arguments) if arguments.len() == 1 => arguments.swap_remove(0),
            (_, arguments) => Self::Named { text, name: last(name), arguments },
        }
    }

    /// What stands in the brackets of `name<..>`, if that is what it is.
    pub(super) fn only_argument_of(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Named { name: found, arguments, .. }
                if *found == name && arguments.len() == 1 =>
            {
                arguments.first()
            }
            _ => None,
        }
    }

    /// Whether the type, or one that it is made of, is written like this.
    pub(super) fn names(&self, other: &str) -> bool {
        match self {
            Self::Named { text, arguments, .. } => {
                *text == other || arguments.iter().any(|argument| argument.names(other))
            }
            Self::Tuple(parts) => parts.iter().any(|part| part.names(other)),
            Self::Array(element, _) => element.names(other),
            Self::Other(_) => false,
        }
    }

    /// The name, if it has no arguments.
    pub(super) fn plain(&self) -> Option<&'a str> {
        match self {
            Self::Named { name, arguments, .. } if arguments.is_empty() => Some(name),
            _ => None,
        }
    }
}

/// Whether every value stored as the first type can be read as the second, and comes out the same; both are names without arguments.
pub(super) fn widens(stored: &str, read: &str) -> bool {
    if let (Some(stored), Some(read)) = (Integer::named(stored), Integer::named(read)) {
        return stored.fits(read);
    }
    matches!((stored, read), ("f32", "f64") | ("char", "String") | ("str", "String"))
}

/// Whether collections called like this hold the same in the same way: a set does not hold what a list holds twice.
pub(super) fn same_collection(stored: &str, read: &str) -> bool {
    const LISTS: &[&str] = &["Vec", "VecDeque", "LinkedList"];
    const SETS: &[&str] = &["HashSet", "BTreeSet"];
    const MAPS: &[&str] = &["HashMap", "BTreeMap"];
    let both = |kind: &[&str]| kind.contains(&stored) && kind.contains(&read);
    stored == read
        || [LISTS, SETS, MAPS].into_iter().any(both)
        || (SETS.contains(&stored) && LISTS.contains(&read))
}

struct Integer {
    signed: bool,
    bits: u16,
}

impl Integer {
    fn named(name: &str) -> Option<Self> {
        let bits = name.strip_prefix(['u', 'i'])?.parse().ok()?;
        matches!(bits, 8 | 16 | 32 | 64 | 128).then(|| Self { signed: name.starts_with('i'), bits })
    }

    fn fits(&self, read: Self) -> bool {
        match (self.signed, read.signed) {
            (false, true) => self.bits < read.bits,
            (true, false) => false,
            _ => self.bits <= read.bits,
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

fn inside(text: &str, open: char, close: char) -> Option<&str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// The parts between commas that are in no brackets.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (index, letter) in text.char_indices() {
        match letter {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.extend(text.get(start..index));
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_taken_apart() {
        let text = Type::parse("Option<HashMap<String, (Money, [u8; 4])>>");
        let map = text.only_argument_of("Option").unwrap();
        let Type::Named { text, name: "HashMap", arguments } = map else { panic!("{map:?}") };
        assert_eq!(*text, "HashMap<String, (Money, [u8; 4])>");
        let array = Type::Array(Box::new(Type::parse("u8")), "4");
        assert_eq!(
            *arguments,
            [Type::parse("String"), Type::Tuple(vec![Type::parse("Money"), array])]
        );
        assert_eq!(Type::parse("Box<Arc<Money>>"), Type::parse("Money"));
        assert_eq!(Type::parse("(u8,)"), Type::Tuple(vec![Type::parse("u8")]));
        for other in ["<Self as Owned>::Name", "i64 #with = \"cents\""] {
            assert_eq!(Type::parse(other), Type::Other(other));
        }
    }

    #[test]
    fn what_is_read_as_more_is_read_as_itself() {
        for (stored, read) in [
            ("u8", "u64"),
            ("i8", "i16"),
            ("u32", "i64"),
            ("u64", "u128"),
            ("u64", "i128"),
            ("f32", "f64"),
            ("char", "String"),
            ("i64", "i64"),
        ] {
            assert!(widens(stored, read), "{stored} as {read}");
        }
        for (stored, read) in [
            ("u64", "u8"),
            ("i8", "u64"),
            ("u64", "i64"),
            ("f64", "f32"),
            ("String", "char"),
            ("i64", "f64"),
            ("u128", "i128"),
            ("u8", "usize"),
        ] {
            assert!(!widens(stored, read), "{stored} as {read}");
        }
    }
}
