#[events]
impl Customer {
    fn registered(&mut self, #[personal] name: Personal<String>, plan: Plan) {
        self.name = name;
        self.plan = plan;
    }
}
