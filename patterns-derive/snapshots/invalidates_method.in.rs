impl Users {
    #[invalidates(self.by_name(self.tenant, name), Self::count(..))]
    fn add(&mut self, name: &str) {
        self.names.push(name);
    }
}
