laws!(
    bank::Account<Euro>,
    name = euro,
    id = "1234",
    events = any_event(),
    cases = 500,
    dropped = ["opened.title", "opened.lines.[].note"],
    stored = [("opened.currency", ["EUR", "USD"]), ("deposited.euros", 0..=1_000)],
    commands = [bank::Account::close, move |_, mut text: String, (a, b): (u8, u8)| { text.clear(); None }, |state: &bank::Account<Euro>| state.open()],
    crate = ::renamed
);
