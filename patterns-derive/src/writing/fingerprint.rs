//! Fingerprints of code: equal tokens give equal fingerprints, on every compiler.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::reading::CratePath;

/// Hashes token by token with 64-bit FNV-1a (Fowler, Noll, Vo). Never through the `Display` of a stream, whose spacing
/// changes between compilers. Documentation is left out: rewording it changes nothing that was computed.
pub(crate) struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    /// Hashes the tokens.
    pub(crate) fn add(&mut self, tokens: impl ToTokens) -> &mut Self {
        let mut tokens = tokens.into_token_stream().into_iter().peekable();
        while let Some(token) = tokens.next() {
            let documentation = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#')
                && matches!(tokens.peek(), Some(TokenTree::Group(group)) if is_documentation(group));
            if documentation {
                tokens.next();
            } else {
                self.token(&token);
            }
        }
        self
    }

    /// The call that gives the fingerprint at run time.
    pub(crate) fn expression(&self, krate: &CratePath) -> TokenStream {
        let digits = [48, 32, 16, 0].map(|shift| format!("{:04x}", (self.0 >> shift) & 0xffff));
        let literal: Option<Literal> = format!("0x{}", digits.join("_")).parse().ok();
        quote!(#krate::Fingerprint::new(#literal))
    }

    fn token(&mut self, token: &TokenTree) {
        match token {
            TokenTree::Group(group) => self.group(group),
            TokenTree::Ident(ident) => self.word(b'i', &ident.to_string()),
            TokenTree::Punct(punct) => self.word(b'p', punct.as_char().encode_utf8(&mut [0; 4])),
            TokenTree::Literal(literal) => self.word(b'l', &literal.to_string()),
        }
    }

    // The kind keeps an identifier apart from a literal of the same letters; 0xff is in no text and ends it.
    fn word(&mut self, kind: u8, text: &str) {
        self.byte(kind);
        text.bytes().for_each(|byte| self.byte(byte));
        self.byte(0xff);
    }

    fn group(&mut self, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => (b'(', b')'),
            Delimiter::Brace => (b'{', b'}'),
            Delimiter::Bracket => (b'[', b']'),
            // Made by `macro_rules!` around a captured type; the code is the same without.
            Delimiter::None => {
                self.add(group.stream());
                return;
            }
        };
        self.byte(open);
        self.add(group.stream());
        self.byte(close);
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
}

fn is_documentation(attribute: &Group) -> bool {
    let first = attribute.stream().into_iter().next();
    attribute.delimiter() == Delimiter::Bracket
        && matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(code: &str) -> u64 {
        let mut fingerprint = Fingerprint::default();
        fingerprint.add(code.parse::<TokenStream>().unwrap()).0
    }

    #[test]
    fn whitespace_and_documentation_do_not_count() {
        let code = hash("fn f(&mut self, n: Vec<Vec<u8>>) { self.n += 1; }");
        assert_eq!(
            code,
            hash("fn f ( & mut self , n : Vec < Vec < u8 > > ) {\n // why\n self . n += 1 ; }")
        );
        assert_eq!(
            code,
            hash("/// Adds.\nfn f(&mut self, n: Vec<Vec<u8>>) { #[doc(hidden)] self.n += 1; }")
        );
    }

    #[test]
    fn code_counts() {
        let code = "{ self.n += 1; }";
        for other in [
            "{ self.n += 2; }",
            "{ self.m += 1; }",
            "{ self.n -= 1; }",
            "( self.n += 1; )",
            "{ self.n += \"1\"; }",
        ] {
            assert_ne!(hash(code), hash(other), "{other}");
        }
        assert_ne!(hash("a b"), hash("ab"));
        assert_ne!(hash("(a) b"), hash("(a b)"));
        assert_ne!(hash("#[serde(default)] a"), hash("a"));
    }

    #[test]
    fn values_are_pinned() {
        // A changed value would drop every snapshot in every database.
        assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash("{ self.balance += amount; }"), 0x8b58dc8d1f1a58ec);
    }
}
