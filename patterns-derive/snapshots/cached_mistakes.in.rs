#[cached(tll = 60, key = (idd, db, db), jitter = 100, soft_timeout = 5, shared)]
async fn profile(db: &mut Db, id: impl Into<u64>) -> Result<&str, LoadError> {
    db.read(id).await
}
