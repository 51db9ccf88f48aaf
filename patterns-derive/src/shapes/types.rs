//! Types as text, and the types that a type names.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Generics, PathArguments, Type, TypePath};

use crate::writing::mentions;

/// Types that hold nothing of one's own but what stands in their brackets.
const KNOWN: &[&str] = &[
    "bool", "char", "str", "String", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16",
    "i32", "i64", "i128", "isize", "f32", "f64", "Option", "Result", "Box", "Rc", "Arc", "Cow",
    "Vec", "VecDeque", "HashMap", "HashSet", "BTreeMap", "BTreeSet", "Personal",
];

/// The tokens, with spaces only where Rust needs them or people expect them. Not their `Display`, whose spacing changes between
/// compilers. Paths into the standard library are shortened to their last word.
pub(crate) fn text(tokens: impl ToTokens) -> String {
    let mut text = Text::default();
    text.add(tokens.into_token_stream());
    text.0
}

#[derive(Default)]
struct Text(String);

impl Text {
    fn add(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = without_standard_paths(tokens.into_iter().collect());
        for token in &tokens {
            match token {
                TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
                TokenTree::Punct(punct) => self.punct(punct.as_char(), punct.spacing()),
                word => self.word(&word.to_string()),
            }
        }
    }

    fn word(&mut self, word: &str) {
        if self.0.ends_with(|last: char| last.is_alphanumeric() || last == '_' || last == '"') {
            self.0.push(' ');
        }
        self.0.push_str(word);
    }

    fn punct(&mut self, punct: char, spacing: Spacing) {
        match punct {
            ',' | ';' => self.0.extend([punct, ' ']),
            '+' | '=' if spacing == Spacing::Alone => self.0.extend([' ', punct, ' ']),
            _ => self.0.push(punct),
        }
    }

    fn group(&mut self, delimiter: Delimiter, inner: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            // Made by `macro_rules!` around a captured type.
            Delimiter::None => ("", ""),
        };
        self.0.push_str(open);
        self.add(without_last_comma(inner));
        // Only a comma behind a single part is left: `(u8,)`.
        self.0.truncate(self.0.trim_end().len());
        self.0.push_str(close);
    }
}

// `(u8, u16,)` and `(u8, u16)` are the same type; `(u8,)` and `(u8)` are not.
fn without_last_comma(tokens: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
    if tokens.last().is_some_and(is_comma)
        && tokens.iter().filter(|token| is_comma(token)).count() > 1
    {
        tokens.pop();
    }
    tokens.into_iter().collect()
}

// `::std::vec::Vec` and `Vec` are the same type.
fn without_standard_paths(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let mut left: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let in_path = ends_with_colons(&left) && !is_leading(&left);
        let standard = matches!(&token, TokenTree::Ident(word) if ["std", "core", "alloc"].iter().any(|name| word == name));
        if !standard || in_path || !is_colon(tokens.peek()) {
            left.push(token);
            continue;
        }
        if ends_with_colons(&left) {
            left.truncate(left.len() - 2);
        }
        while is_colon(tokens.peek()) {
            tokens.nth(1);
            let word = tokens.next();
            if !is_colon(tokens.peek()) {
                left.extend(word);
            }
        }
    }
    left
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

fn ends_with_colons(tokens: &[TokenTree]) -> bool {
    tokens.len() >= 2 && tokens.iter().rev().take(2).all(|token| is_colon(Some(token)))
}

// Whether the colons at the end begin a path.
fn is_leading(tokens: &[TokenTree]) -> bool {
    let before = tokens.len().checked_sub(3).and_then(|index| tokens.get(index));
    !matches!(before, Some(TokenTree::Ident(_)))
        && !matches!(before, Some(TokenTree::Punct(punct)) if punct.as_char() == '>')
}

/// The types of one's own that a type names, from the outside in, each once.
pub(crate) fn own_types<'a>(ty: &'a Type, generics: &Generics) -> Vec<&'a TypePath> {
    let mut found = Vec::new();
    collect(ty, generics, &mut found);
    let mut seen: Vec<String> = Vec::new();
    found.retain(|path| {
        let name = text(path);
        let new = !seen.contains(&name);
        seen.push(name);
        new
    });
    found
}

fn collect<'a>(ty: &'a Type, generics: &Generics, found: &mut Vec<&'a TypePath>) {
    match ty {
        Type::Path(path) => {
            if !is_known(path) && !is_parameter(path, generics) {
                found.push(path);
            }
            arguments(path).for_each(|argument| collect(argument, generics, found));
        }
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|inner| collect(inner, generics, found)),
        Type::Array(array) => collect(&array.elem, generics, found),
        Type::Slice(slice) => collect(&slice.elem, generics, found),
        Type::Paren(paren) => collect(&paren.elem, generics, found),
        Type::Group(group) => collect(&group.elem, generics, found),
        _ => {}
    }
}

fn arguments(path: &TypePath) -> impl Iterator<Item = &Type> {
    path.path
        .segments
        .iter()
        .flat_map(|segment| match &segment.arguments {
            PathArguments::AngleBracketed(arguments) => arguments.args.iter().collect(),
            _ => Vec::new(),
        })
        .filter_map(|argument| match argument {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        })
}

fn is_known(path: &TypePath) -> bool {
    let last = path.path.segments.last();
    last.is_some_and(|last| KNOWN.iter().any(|known| last.ident == known))
}

// What a parameter stands for is not known where the impl is written.
fn is_parameter(path: &TypePath, generics: &Generics) -> bool {
    path.path.get_ident().is_some_and(|name| mentions(name, generics))
}

/// Whether a missing value is read as `None`.
pub(crate) fn is_option(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Option"),
        Type::Group(group) => is_option(&group.elem),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_read_as_people_write_them() {
        for (source, expected) in [
            ("Vec < Vec < u8 > >", "Vec<Vec<u8>>"),
            ("HashMap<String,(i64 , Money,)>", "HashMap<String, (i64, Money)>"),
            ("[u8;4]", "[u8; 4]"),
            ("(u8,)", "(u8,)"),
            ("billing :: Address", "billing::Address"),
            (
                "::std::collections::BTreeMap<::core::primitive::u8, std::string::String>",
                "BTreeMap<u8, String>",
            ),
            ("my::std::Thing", "my::std::Thing"),
            ("Vec<::my::Thing>", "Vec<::my::Thing>"),
            ("<Self as Owned>::Name", "<Self as Owned>::Name"),
            ("Box<dyn Any+Send>", "Box<dyn Any + Send>"),
            ("r#type::Kind", "r#type::Kind"),
            ("Grid<{ N + 1 }, 3>", "Grid<{N + 1}, 3>"),
        ] {
            assert_eq!(text(source.parse::<TokenStream>().unwrap()), expected);
        }
    }

    #[test]
    fn types_of_ones_own_are_found_however_deep() {
        let generics: Generics = syn::parse_quote!(<T, const N: usize>);
        for (source, expected) in [
            ("String", &[][..]),
            ("Vec<Option<(Money, [Rate; 3])>>", &["Money", "Rate"]),
            ("HashMap<Region, Page<Region>>", &["Region", "Page<Region>"]),
            ("std::vec::Vec<a::Address>", &["a::Address"]),
            ("Box<[Line]>", &["Line"]),
            ("Vec<T>", &[]),
            ("Page<T>", &["Page<T>"]),
        ] {
            let ty = syn::parse_str(source).unwrap();
            let found: Vec<String> = own_types(&ty, &generics).into_iter().map(text).collect();
            assert_eq!(found, expected, "{source}");
        }
    }
}
