//! Names as they stand in a line: bare if they are plain, in quotes if they could be taken for something else.

pub(super) fn quoted(name: &str) -> String {
    if is_plain(name) { name.to_owned() } else { format!("\"{}\"", escaped(name)) }
}

fn is_plain(name: &str) -> bool {
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(plain)
}

fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r")
}

/// The name at the beginning of a line, and what follows it.
pub(super) fn name(line: &str) -> Option<(String, &str)> {
    let Some(inner) = line.strip_prefix('"') else {
        let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
        let end = line.find(|letter| !plain(letter)).unwrap_or(line.len());
        let (name, rest) = line.split_at_checked(end)?;
        return (!name.is_empty()).then(|| (name.to_owned(), rest));
    };
    let mut name = String::new();
    let mut letters = inner.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '"' => return Some((name, inner.get(index + 1..)?)),
            '\\' => name.push(match letters.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                other => other,
            }),
            other => name.push(other),
        }
    }
    None
}

/// Names behind ` | `, and what follows them.
pub(super) fn names(line: &str) -> Option<(Vec<String>, &str)> {
    let mut rest = line;
    let mut found = Vec::new();
    while let Some(after) = rest.strip_prefix(" | ") {
        let (alias, after) = name(after)?;
        found.push(alias);
        rest = after;
    }
    Some((found, rest))
}
