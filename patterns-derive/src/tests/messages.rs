//! The messages recorded in `tests/ui` of the facade, on every compiler: there the layout is compared as well, but only on
//! the compiler that made it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::sample::{expand, is_macro_item};

/// Made by a macro that only says that it is misplaced, and is called on a method; and said by the compiler once more.
const BESIDES: &[&str] = &["misplaced/event-outside-events.rs", "misplaced/cached-on-field.rs"];

fn cases() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/ui");
    // A published package is without the facade.
    let Ok(folders) = fs::read_dir(root) else { return Vec::new() };
    let folders = folders.map(|folder| folder.unwrap().path()).filter(|path| path.is_dir());
    let files =
        folders.flat_map(|folder| fs::read_dir(folder).unwrap()).map(|file| file.unwrap().path());
    // What the compiler finds is not ours to make.
    let ours = |path: &Path| {
        !path
            .components()
            .any(|part| part.as_os_str() == "pass" || part.as_os_str() == "trait-bound")
    };
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| ours(path))
        .collect()
}

fn recorded(case: &Path) -> Vec<String> {
    let text = fs::read_to_string(case.with_extension("stderr")).unwrap();
    text.lines().filter_map(|line| line.strip_prefix("error: ")).map(str::to_owned).collect()
}

fn made(case: &Path) -> Vec<String> {
    let file = syn::parse_file(&fs::read_to_string(case).unwrap()).unwrap();
    let mut messages = Vec::new();
    for item in file.items.iter().filter(|item| is_macro_item(item)) {
        messages_in(expand(&quote::quote!(#item).to_string()), &mut messages);
    }
    messages
}

// `compile_error! { ".." }`
fn messages_in(tokens: TokenStream, into: &mut Vec<String>) {
    let mut before = String::new();
    for token in tokens {
        match &token {
            TokenTree::Group(group) if before == "!" && group.delimiter() == Delimiter::Brace => {
                into.extend(syn::parse2::<syn::LitStr>(group.stream()).map(|text| text.value()));
            }
            TokenTree::Group(group) => messages_in(group.stream(), into),
            _ => {}
        }
        before = token.to_string();
    }
}

#[test]
fn messages_are_as_recorded() {
    for case in cases() {
        // The compiler sorts them by place.
        let (mut recorded, mut made) = (recorded(&case), made(&case));
        recorded.sort();
        made.sort();
        if !BESIDES.iter().any(|besides| case.ends_with(besides)) {
            assert_eq!(made, recorded, "{}", case.display());
        }
    }
}
