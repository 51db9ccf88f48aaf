//! Cached functions, and what invalidates them.

use ::core::convert::From;

use ::renamed::{cached, invalidates};

/// Where profiles come from.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct Source(pub u32);

/// Why there is none.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct Missing;

impl ::core::convert::From<::renamed::cache::TimedOut> for Missing {
    fn from(_: ::renamed::cache::TimedOut) -> Self {
        Self
    }
}

/// A profile.
///
/// # Errors
/// When there is none.
#[cached(
    ttl = 60,
    key = (id, name),
    capacity = "1MB",
    jitter = 5,
    idle = 1,
    stale_if_error = 1,
    stale_while_revalidate = 1,
    refresh_ahead,
    soft_timeout = 1,
    timeout = 2,
    negative = 1,
    errors = 1,
    tags = ["profiles", id, name],
    crate = ::renamed
)]
pub async fn profile(
    source: &Source,
    id: u64,
    name: &str,
    _unused: u8,
) -> ::core::result::Result<::core::option::Option<u64>, Missing> {
    ::core::future::ready(()).await;
    if name.is_empty() {
        return ::core::result::Result::Err(Missing);
    }
    ::core::result::Result::Ok(::core::option::Option::Some(id + u64::from(source.0)))
}

/// How many there are.
#[must_use]
#[cached(ttl = 60, key = tags, weight = weight, capacity = "1KB", crate = ::renamed)]
pub fn count(source: &Source, mut tags: ::standard::vec::Vec<u64>, factor: u32) -> u32 {
    tags.clear();
    source.0 * factor
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "values are weighed by reference")]
fn weight(_: &u32) -> u64 {
    4
}

#[cached(ttl = 60, crate = ::renamed)]
fn never_called_besides() -> ::standard::string::String {
    ::standard::string::String::new()
}

#[deprecated]
#[cached(ttl = 60, key = seven, crate = ::renamed)]
#[expect(
    clippy::too_many_arguments,
    reason = "that generated functions have as many must not be reported again"
)]
fn old(one: u8, two: u8, three: u8, four: u8, five: u8, six: u8, seven: u8, eight: u8) -> u8 {
    one + two + three + four + five + six + seven + eight
}

/// Users of one tenant.
#[derive(::core::clone::Clone, ::core::fmt::Debug)]
pub struct Users<S> {
    source: S,
    tenant: u32,
}

impl<S> Users<S>
where
    S: ::core::clone::Clone + ::core::marker::Send + ::core::marker::Sync + 'static,
{
    /// One of them.
    #[cached(ttl = 60, key = (self.tenant: u32, name), tags = [self.tenant], crate = ::renamed)]
    pub async fn by_name(&self, name: &str) -> ::core::option::Option<::standard::string::String> {
        let _: &S = ::core::future::ready(&self.source).await;
        ::core::option::Option::Some(::core::convert::Into::into(name))
    }

    #[cached(ttl = 60, shared, crate = ::renamed)]
    fn all(&self) -> u32 {
        self.tenant
    }

    /// Writes.
    #[invalidates(self.by_name(self.tenant, name), Self::all(..), profile(1, name), count(..))]
    pub fn rename(&mut self, name: &str) {
        self.tenant += u32::from(name.is_empty());
    }
}

/// Writes.
///
/// # Errors
/// Never.
#[invalidates(profile(id, &name), never_called_besides())]
pub async fn write(
    id: u64,
    name: ::standard::string::String,
) -> ::core::result::Result<u64, Missing> {
    let _: ::standard::string::String = ::core::future::ready(name).await;
    ::core::result::Result::Ok(id)
}

/// Calls what is private.
#[must_use]
#[allow(deprecated, reason = "that a cached function can be deprecated is what is tested")]
pub fn calls(users: &Users<u8>) -> usize {
    let sum = old(1, 2, 3, 4, 5, 6, 7, 8);
    never_called_besides().len() + users.all() as usize + usize::from(sum)
}

/// By kind.
#[must_use]
#[cached(ttl = 60, key = r#type, tags = [r#type], crate = ::renamed)]
pub fn r#match(r#type: u8) -> u8 {
    r#type
}
