//! What tests compare, and how they show that it differs.

use core::fmt::{self, Debug, Write};

/// A type whose values tests can compare and show.
#[diagnostic::on_unimplemented(
    message = "tests cannot compare and show values of `{Self}`",
    label = "needs `PartialEq` and `Debug`",
    note = "add `PartialEq, Debug` to the derives of `{Self}`, or implement them by hand"
)]
pub trait Comparable: PartialEq + Debug {}

#[diagnostic::do_not_recommend]
impl<T: PartialEq + Debug + ?Sized> Comparable for T {}

/// Whether two values are the same; those that do not even equal themselves, as `NaN`, are if they look the same, in whatever order.
pub(super) fn same<T: Comparable>(one: &T, other: &T) -> bool {
    let itself = one;
    one == other || (one != itself && looks(one) == looks(other))
}

/// The lines of `Debug`, sorted: a `HashMap` shows them in any order.
fn looks(value: &impl Debug) -> Vec<String> {
    let mut lines: Vec<_> = format!("{value:#?}").lines().map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}

/// What is in one of two values and not in the other, by the lines of their `Debug`.
pub(super) fn difference(expected: &impl Debug, found: &impl Debug) -> String {
    let (expected, found) = (format!("{expected:#?}"), format!("{found:#?}"));
    if expected == found {
        return format!("{}    (`Debug` shows no difference)\n", indented(&expected));
    }
    Lines::of(&expected, &found).to_string()
}

/// As [`difference`], with one line a value as long as that is readable.
pub(super) fn difference_of_lists<T: Debug>(expected: &[T], found: &[T]) -> String {
    let text = |values: &[T]| values.iter().map(line).collect::<Vec<_>>().join("\n");
    Lines::of(&text(expected), &text(found)).to_string()
}

/// A value in one line, or in several if it is long.
pub(super) fn line(value: &impl Debug) -> String {
    const LONG: usize = 110;
    let short = format!("{value:?}");
    if short.len() > LONG { format!("{value:#?}") } else { short }
}

/// Every line moved to the right.
pub(super) fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut all, line| {
        // Writing to a text cannot fail.
        let _ = writeln!(all, "    {line}");
        all
    })
}

enum Line<'a> {
    Both(&'a str),
    Expected(&'a str),
    Found(&'a str),
}

struct Lines<'a>(Vec<Line<'a>>);

impl<'a> Lines<'a> {
    /// The longest common subsequence of lines, and what is left over of both. Method: R. A. Wagner and M. J. Fischer, "The String-to-String
    /// Correction Problem", JACM 21 (1974).
    fn of(expected: &'a str, found: &'a str) -> Self {
        let expected: Vec<&str> = expected.lines().collect();
        let found: Vec<&str> = found.lines().collect();
        let common = common_lengths(&expected, &found);
        let mut lines = Vec::new();
        let (mut left, mut right) = (expected.as_slice(), found.as_slice());
        while let ([one, left_rest @ ..], [other, right_rest @ ..]) = (left, right) {
            if one == other {
                lines.push(Line::Both(one));
                (left, right) = (left_rest, right_rest);
            } else if at(&common, left_rest.len(), right.len())
                >= at(&common, left.len(), right_rest.len())
            {
                lines.push(Line::Expected(one));
                left = left_rest;
            } else {
                lines.push(Line::Found(other));
                right = right_rest;
            }
        }
        lines.extend(left.iter().map(|line| Line::Expected(line)));
        lines.extend(right.iter().map(|line| Line::Found(line)));
        Self(lines)
    }
}

/// How many lines the ends of the two have in common, by the lengths of these ends.
fn common_lengths(expected: &[&str], found: &[&str]) -> Vec<Vec<u32>> {
    let mut table = vec![vec![0; found.len() + 1]];
    for line in expected.iter().rev() {
        let mut row = vec![0];
        for (length, other) in found.iter().rev().enumerate() {
            let shorter = |left: usize, right: usize| at(&table, left, right);
            let last = table.len() - 1;
            let longest = if line == other {
                shorter(last, length) + 1
            } else {
                shorter(last, length + 1).max(row.last().copied().unwrap_or_default())
            };
            row.push(longest);
        }
        table.push(row);
    }
    table
}

fn at(table: &[Vec<u32>], left: usize, right: usize) -> u32 {
    table.get(left).and_then(|row| row.get(right)).copied().unwrap_or_default()
}

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|line| match line {
            Line::Both(line) => writeln!(f, "    {line}"),
            Line::Expected(line) => writeln!(f, "  - {line}"),
            Line::Found(line) => writeln!(f, "  + {line}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{difference, difference_of_lists, same};

    #[test]
    fn what_differs_is_marked() {
        assert_eq!(difference_of_lists(&[1, 2, 3], &[1, 3, 4]), "    1\n  - 2\n    3\n  + 4\n");
        assert_eq!(difference_of_lists::<u8>(&[], &[7]), "  + 7\n");
        assert_eq!(difference_of_lists(&[7], &[]), "  - 7\n");
        let expected = "    (\n  -     1,\n  +     2,\n        \"a\",\n    )\n";
        assert_eq!(difference(&(1, "a"), &(2, "a")), expected);
        assert!(difference(&f64::NAN, &f64::NAN).contains("shows no difference"));
    }

    #[test]
    fn the_fewest_lines_are_marked() {
        let (one, other) = ([1, 2, 3, 4, 5, 6], [0, 2, 3, 9, 5, 6, 7]);
        let marked = difference_of_lists(&one, &other);
        let kept = marked.lines().filter(|line| line.starts_with("    ")).count();
        assert_eq!(kept, 4, "{marked}");
    }

    #[test]
    fn values_that_do_not_equal_themselves_are_compared_by_their_looks() {
        assert!(same(&(1, f64::NAN), &(1, f64::NAN)));
        assert!(!same(&(1, f64::NAN), &(2, f64::NAN)));
        assert!(!same(&1, &2));
    }
}
