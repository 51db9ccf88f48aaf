/// Gives a user another name.
pub async fn rename(
    db: &Db,
    tenant: u32,
    id: u64,
    name: String,
) -> Result<(), WriteError> {
    let _invalidation = profile::invalidation(&(id));
    let _invalidation = teams::listing::invalidation_of_all();
    let _invalidation = Users::by_name_invalidation(&(tenant), &(name.as_str()));
    db.write(id, name).await?;
    Ok(())
}
