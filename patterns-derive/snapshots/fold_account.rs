impl Apply for Account {
    const FOLD: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0x9361_f185_5fcd_de3e,
    );
    type Event = AccountEvent;
    fn apply(&mut self, event: AccountEvent) {
        match event {
            AccountEvent::Opened { owner } => self.owner = Some(owner),
            AccountEvent::Deposited { amount } => self.balance += amount,
            AccountEvent::Withdrawn { amount } => self.balance -= amount,
        }
    }
}
