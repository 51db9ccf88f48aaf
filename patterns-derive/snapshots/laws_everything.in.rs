laws!(
    bank::Account<Euro>,
    name = euro,
    id = "1234",
    events = any_event(),
    cases = 500,
    dropped = ["opened.title", "opened.lines.[].note"],
    commands = [bank::Account::close, move |_, mut text: String, (a, b): (u8, u8)| { text.clear(); None }, |state: &bank::Account<Euro>| state.open()],
    crate = ::renamed
);
