/// Whom a team lists.
#[cached(
    ttl = "5m",
    key = (team, r#type, name.to_lowercase(): String, since),
    capacity = "64MB",
    weight = Listing::weight,
    jitter = "10%",
    idle = "1h",
    stale_if_error = "1d",
    stale_while_revalidate = "250ms",
    refresh_ahead,
    soft_timeout = "50ms",
    timeout = "2s",
    negative = "10s",
    errors = 1,
    tags = ["listings", team],
    crate = ::renamed
)]
#[cfg(feature = "listings")]
#[deprecated = "use `page`"]
#[expect(clippy::too_many_arguments, reason = "there are many")]
pub(crate) async fn listing<S>(
    source: &S,
    mut team: Team,
    r#type: &str,
    name: &str,
    since: Option<u64>,
    _unused: &[u8],
) -> io::Result<Option<Listing>>
where
    S: Source + Clone + Send + Sync + 'static,
{
    team.touch();
    source.listing(team, r#type, name, since).await
}
