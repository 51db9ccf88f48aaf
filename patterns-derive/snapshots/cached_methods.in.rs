impl<D: Database> Users<D> {
    /// Who is called so.
    #[cached(ttl = 60, key = (self.tenant: u32, name), tags = [self.tenant])]
    pub async fn by_name(&self, name: &str) -> Result<User, Error> {
        self.db.find(self.tenant, name).await
    }

    #[cached(ttl = 60, shared)]
    fn count(self: &Arc<Self>) -> usize {
        self.db.count()
    }
}
