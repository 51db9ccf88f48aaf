//! Names made of names.

use proc_macro2::Ident;
use quote::format_ident;
use syn::ext::IdentExt;

/// `Account` as `AccountHandle`.
pub(crate) fn derived_name(ident: &Ident, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", ident.unraw(), span = ident.span())
}

/// `HTTPServer2` as `http_server2`.
pub(crate) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut before: Option<char> = None;
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let next_is_small = letters.peek().is_some_and(|next| next.is_lowercase());
        let starts_word = letter.is_uppercase()
            && before
                .is_some_and(|before| before != '_' && (!before.is_uppercase() || next_is_small));
        if starts_word {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
        before = Some(letter);
    }
    snake
}

/// `opened_twice` as `OpenedTwice`.
pub(crate) fn upper_camel_case(name: &str) -> String {
    name.split('_').flat_map(capitalized).collect()
}

fn capitalized(word: &str) -> impl Iterator<Item = char> + '_ {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snake() {
        for (name, expected) in [
            ("Account", "account"),
            ("BankAccount", "bank_account"),
            ("HTTPServer", "http_server"),
            ("OrderV2", "order_v2"),
            ("X", "x"),
            ("Already_snake", "already_snake"),
            ("Äpfel", "äpfel"),
        ] {
            assert_eq!(snake_case(name), expected);
        }
    }

    #[test]
    fn upper_camel() {
        for (name, expected) in [
            ("opened", "Opened"),
            ("opened_twice", "OpenedTwice"),
            ("moved_2_x", "Moved2X"),
            ("_x", "X"),
            ("__", ""),
        ] {
            assert_eq!(upper_camel_case(name), expected);
        }
    }
}
