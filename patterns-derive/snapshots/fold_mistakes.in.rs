#[fold(create = ::renamed)]
impl Apply for Account {
    type Event = AccountEvent;
    const FOLD: Fingerprint = Fingerprint::new(1);

    fn apply(&mut self, event: AccountEvent) {}
}
