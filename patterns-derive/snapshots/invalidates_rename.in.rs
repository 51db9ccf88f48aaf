/// Gives a user another name.
#[invalidates(profile(id), teams::listing(..), Users::by_name(tenant, name.as_str()))]
pub async fn rename(db: &Db, tenant: u32, id: u64, name: String) -> Result<(), WriteError> {
    db.write(id, name).await?;
    Ok(())
}
