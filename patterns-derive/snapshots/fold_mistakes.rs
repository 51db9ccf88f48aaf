::core::compile_error! {
    "`#[fold(..)]` has no option `create`; did you mean `crate`?"
}
::core::compile_error! {
    "`#[fold]` computes `FOLD` from the code; remove one of the two"
}
impl Apply for Account {
    type Event = AccountEvent;
    const FOLD: Fingerprint = Fingerprint::new(1);
    fn apply(&mut self, event: AccountEvent) {}
}
