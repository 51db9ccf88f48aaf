//! Whether a type borrows.

use proc_macro2::{Ident, TokenStream, TokenTree};

/// Whether the type holds a reference without a lifetime, or a lifetime that is `refused`.
pub(crate) fn borrows(ty: TokenStream, refused: impl Fn(&Ident) -> bool + Copy) -> bool {
    let mut tokens = ty.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match &token {
            TokenTree::Punct(punct) if punct.as_char() == '&' => !starts_lifetime(tokens.peek()),
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                matches!(tokens.peek(), Some(TokenTree::Ident(name)) if refused(name))
            }
            TokenTree::Group(group) => borrows(group.stream(), refused),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

// Which lifetime it is, is seen when it is its turn.
fn starts_lifetime(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_and_lifetimes() {
        for (ty, without_static, elided) in [
            ("&str", true, true),
            ("Option<&str>", true, true),
            ("(u8, [&str; 2])", true, true),
            ("&'a str", true, false),
            ("Cow<'_, str>", true, true),
            ("&'static str", false, false),
            ("Vec<Cow<'static, str>>", false, false),
        ] {
            let borrows = |refused: fn(&Ident) -> bool| borrows(ty.parse().unwrap(), refused);
            assert_eq!(borrows(|lifetime| lifetime != "static"), without_static, "{ty}");
            assert_eq!(borrows(|lifetime| lifetime == "_"), elided, "{ty}");
        }
    }
}
