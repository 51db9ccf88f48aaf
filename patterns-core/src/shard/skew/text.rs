//! Figures and keys as text, and tables of them for terminals.

use core::fmt::{self, Write};

/// Columns a cell may have; more is cut.
const WIDEST: usize = 40;

/// Rows of cells, the first of which is the heading. The first column is left-aligned, all others right.
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(super) fn new<'a>(heading: impl IntoIterator<Item = &'a str>) -> Self {
        Self { rows: vec![heading.into_iter().map(shown).collect()] }
    }

    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| shown(&cell)).collect());
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let of = |column| {
            self.rows
                .iter()
                .flat_map(|row| row.get(column))
                .map(|cell: &String| columns_of(cell))
                .max()
        };
        (0..columns).map(|column| of(column).unwrap_or(0)).collect()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        for row in &self.rows {
            let mut line = String::new();
            for (number, (cell, width)) in row.iter().zip(&widths).enumerate() {
                let space = " ".repeat(width - columns_of(cell).min(*width));
                match number {
                    0 => write!(line, "{cell}{space}")?,
                    _ => write!(line, "  {space}{cell}")?,
                }
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// A harmless text, cut to what a column of a table may have.
pub(super) fn shown(text: &str) -> String {
    shortened(text, WIDEST)
}

/// A harmless text of so many columns at most.
pub(super) fn shortened(text: &str, columns: usize) -> String {
    let mut shown = harmless(text);
    if columns_of(&shown) > columns {
        while columns_of(&shown) + 3 > columns && shown.pop().is_some() {}
        shown.push_str("...");
    }
    shown
}

/// A text on one line, without the characters that command terminals.
pub(super) fn harmless(text: &str) -> String {
    text.chars()
        .map(|char| if commands(char) { char::REPLACEMENT_CHARACTER } else { char })
        .collect()
}

/// Control characters, and those that turn the direction of a line.
fn commands(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The columns of a terminal that a text takes.
pub(super) fn columns_of(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// None for what joins the character before, two for East Asian characters and emoji: the large blocks of Unicode Standard Annex 11.
fn columns(char: char) -> usize {
    match char {
        '\u{300}'..='\u{36f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' => 2,
        '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1f64f}' => 2,
        '\u{1f680}'..='\u{1f6ff}' | '\u{1f900}'..='\u{1f9ff}' | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// A number with its thousands set apart.
pub(super) fn grouped(number: impl Into<u128>) -> String {
    let digits = number.into().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A share as a percentage.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A part of a whole; 0 of nothing.
pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_the_keys_are_written_in() {
        let mut table = Table::new(["key", "load"]);
        for (key, load) in [
            ("acme", "1,000"),
            ("Müller", "20"),
            ("東京", "3"),
            ("e\u{301}", "44"),
            ("a\nb\u{1b}[2J", "5"),
        ] {
            table.row([key.to_owned(), load.to_owned()]);
        }
        let text = table.to_string();
        assert_eq!(text.lines().count(), 6);
        let ends: Vec<_> = text.lines().map(columns_of).collect();
        assert!(ends.iter().all(|end| Some(end) == ends.first()), "{text}");
        assert!(!text.contains('\u{1b}'));
    }

    #[test]
    fn characters_take_the_columns_that_terminals_give_them() {
        assert_eq!(
            ["acme", "Müller", "東京", "e\u{301}", "한글", "🚀"].map(columns_of),
            [4, 6, 4, 1, 4, 2]
        );
    }

    #[test]
    fn long_cells_are_cut() {
        assert_eq!(columns_of(&shown(&"x".repeat(500))), WIDEST);
        assert!(columns_of(&shown(&"京".repeat(500))) <= WIDEST);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0_u64, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(percent(0.914), "91.4 %");
        assert_eq!(ratio(1.0, 0.0), 0.0);
    }
}
