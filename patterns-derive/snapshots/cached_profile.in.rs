/// The profile of a user.
#[cached(ttl = 60, key = id)]
pub async fn profile(db: &Db, id: u64) -> Result<Profile, LoadError> {
    db.read(id).await
}
