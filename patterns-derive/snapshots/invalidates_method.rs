impl Users {
    fn add(&mut self, name: &str) {
        let _invalidation = Self::by_name_invalidation(&(self.tenant), &(name));
        let _invalidation = Self::count_cache().invalidation_of_all();
        self.names.push(name);
    }
}
