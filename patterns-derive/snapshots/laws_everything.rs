#[allow(dead_code)]
#[track_caller]
fn euro(law: ::renamed::__private::testing::Law) {
    ::renamed::__private::testing::check_law::<
        bank::Account<Euro>,
    >(
        law,
        |laws| {
            laws
                .id("1234")
                .events(any_event())
                .cases(500)
                .dropped("opened.title")
                .dropped("opened.lines.[].note")
                .stored("opened.currency", ["EUR", "USD"])
                .stored("deposited.euros", 0..=1_000)
                .command(
                    ::core::stringify!(bank::Account::close),
                    |
                        state: &bank::Account<Euro>,
                        _: &mut ::renamed::__private::testing::Arguments<'_>|
                    { (bank::Account::close)(state) },
                )
                .command(
                    ::core::stringify!({ text.clear(); None }),
                    move |
                        _: &bank::Account<Euro>,
                        arguments: &mut ::renamed::__private::testing::Arguments<'_>|
                    {
                        let mut text: String = arguments.make("text");
                        let (a, b): (u8, u8) = arguments.make("(a,b)");
                        {
                            text.clear();
                            None
                        }
                    },
                )
                .command(
                    ::core::stringify!(state.open()),
                    |
                        state: &bank::Account<Euro>,
                        _: &mut ::renamed::__private::testing::Arguments<'_>|
                    { state.open() },
                )
        },
    );
}
/// The laws of `bank::Account<Euro>`.
mod euro {
    #[::core::prelude::v1::test]
    fn events_come_back_as_they_were() {
        super::euro(::renamed::__private::testing::Law::EventsComeBackAsTheyWere);
    }
    #[::core::prelude::v1::test]
    fn replaying_again_gives_the_same_state() {
        super::euro(::renamed::__private::testing::Law::ReplayingAgainGivesTheSameState);
    }
    #[::core::prelude::v1::test]
    fn replaying_later_gives_the_same_state() {
        super::euro(::renamed::__private::testing::Law::ReplayingLaterGivesTheSameState);
    }
    #[::core::prelude::v1::test]
    fn snapshots_hold_the_whole_state() {
        super::euro(::renamed::__private::testing::Law::SnapshotsHoldTheWholeState);
    }
    #[::core::prelude::v1::test]
    fn upcasts_take_everything() {
        super::euro(::renamed::__private::testing::Law::UpcastsTakeEverything);
    }
    #[::core::prelude::v1::test]
    fn upcasts_lose_nothing() {
        super::euro(::renamed::__private::testing::Law::UpcastsLoseNothing);
    }
    #[::core::prelude::v1::test]
    fn undo_and_redo_are_inverse() {
        super::euro(::renamed::__private::testing::Law::UndoAndRedoAreInverse);
    }
    #[::core::prelude::v1::test]
    fn decisions_change_nothing() {
        super::euro(::renamed::__private::testing::Law::DecisionsChangeNothing);
    }
    #[::core::prelude::v1::test]
    fn deciding_again_gives_the_same_answer() {
        super::euro(::renamed::__private::testing::Law::DecidingAgainGivesTheSameAnswer);
    }
    #[::core::prelude::v1::test]
    fn deciding_later_gives_the_same_answer() {
        super::euro(::renamed::__private::testing::Law::DecidingLaterGivesTheSameAnswer);
    }
    #[::core::prelude::v1::test]
    fn commands_record_what_they_decide() {
        super::euro(::renamed::__private::testing::Law::CommandsRecordWhatTheyDecide);
    }
}
