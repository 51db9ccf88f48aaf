//! Types that decide no shard, told by their names.

use quote::ToTokens;
use syn::Type;

use crate::{key, reading::Errors};

/// Refuses, by name, the types that have no place that lasts; every other type that is no shard key fails its bound.
pub(crate) fn check_shard_key_type(ty: &Type, errors: &Errors) {
    if let Some((shown, why)) = refused(ty) {
        errors.over(ty, format!("`{shown}` cannot decide a shard: {why}"));
    }
}

/// The type as it is shown, and why it decides none.
pub(crate) fn refused(ty: &Type) -> Option<(String, &'static str)> {
    match ty {
        Type::Reference(_) => {
            let shown = ty.to_token_stream().to_string().replace("& ", "&");
            Some((shown, "a key owns what it is made of; use `String` for `&str`"))
        }
        Type::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == "Option") =>
        {
            Some((
                "Option".to_owned(),
                "all values without one would share one place; use an enum with a variant for them, \
             so that its name says that this is meant",
            ))
        }
        _ => key::refused(ty),
    }
}
