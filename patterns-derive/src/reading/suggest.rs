//! 'Did you mean': the known word nearest to one that is not known.

/// The word of `known` that `typed` was probably meant to be.
pub(crate) fn nearest<'a>(
    typed: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let tolerated = (typed.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|word| (distance(typed, word), word))
        .filter(|(distance, _)| *distance <= tolerated)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

/// How many insertions, deletions, replacements and swaps of neighbours lead from one word to the other
/// (Damerau 1964; no piece is edited twice).
pub(crate) fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    let mut last = None;
    for (row, letter) in from.chars().enumerate() {
        let current = next_row(row, (last, letter), &to, &before, &above);
        before = std::mem::replace(&mut above, current);
        last = Some(letter);
    }
    above.last().copied().unwrap_or_default()
}

fn next_row(
    row: usize,
    (last, letter): (Option<char>, char),
    to: &[char],
    before: &[usize],
    above: &[usize],
) -> Vec<usize> {
    let cell =
        |cells: &[usize], column: usize| cells.get(column).copied().unwrap_or(usize::MAX - 1);
    let mut current = vec![row + 1];
    for (column, target) in to.iter().enumerate() {
        let replaced = cell(above, column) + usize::from(letter != *target);
        let inserted = cell(&current, column) + 1;
        let deleted = cell(above, column + 1) + 1;
        let left = column.checked_sub(1).and_then(|left| to.get(left));
        let swapped = if left == Some(&letter) && last == Some(*target) {
            cell(before, column - 1) + 1
        } else {
            usize::MAX
        };
        current.push(replaced.min(inserted).min(deleted).min(swapped));
    }
    current
}

/// Words as they are read aloud: `a`, `b` and `c`.
pub(crate) fn enumerate<'a>(words: impl IntoIterator<Item = &'a str>, conjunction: &str) -> String {
    let mut quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match (quoted.pop(), quoted.is_empty()) {
        (Some(last), false) => format!("{} {conjunction} {last}", quoted.join(", ")),
        (last, _) => last.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        for (from, to, expected) in [
            ("", "", 0),
            ("", "ttl", 3),
            ("ttl", "ttl", 0),
            ("tll", "ttl", 1),
            ("tlt", "ttl", 1),
            ("nmae", "name", 1),
            ("name", "names", 1),
            ("capcity", "capacity", 1),
            ("jiter", "jitter", 1),
            ("idle", "every", 5),
            ("ca", "abc", 3),
        ] {
            assert_eq!(distance(from, to), expected, "{from} -> {to}");
            assert_eq!(distance(to, from), expected, "{to} -> {from}");
        }
    }

    #[test]
    fn typos_are_understood_and_other_words_are_not() {
        let known = [
            "ttl",
            "capacity",
            "jitter",
            "idle",
            "stale_if_error",
            "stale_while_revalidate",
            "refresh_ahead",
        ];
        for (typed, meant) in [
            ("tll", Some("ttl")),
            ("tl", Some("ttl")),
            ("capcity", Some("capacity")),
            ("capasity", Some("capacity")),
            ("jiter", Some("jitter")),
            ("idel", Some("idle")),
            ("stale_on_error", Some("stale_if_error")),
            ("stale_while_revalidating", Some("stale_while_revalidate")),
            ("refreshahead", Some("refresh_ahead")),
            ("timeout", None),
            ("max", None),
        ] {
            assert_eq!(nearest(typed, known), meant, "{typed}");
        }
    }

    #[test]
    fn enumerations() {
        assert_eq!(enumerate(["a"], "and"), "`a`");
        assert_eq!(enumerate(["a", "b"], "or"), "`a` or `b`");
        assert_eq!(enumerate(["a", "b", "c"], "and"), "`a`, `b` and `c`");
    }
}
