#[allow(dead_code)]
#[track_caller]
fn account_laws(law: ::data_patterns::__private::testing::Law) {
    ::data_patterns::__private::testing::check_law::<
        Account,
    >(
        law,
        |laws| {
            laws
                .command(
                    ::core::stringify!(account.withdraw(amount)),
                    |
                        account: &Account,
                        arguments: &mut ::data_patterns::__private::testing::Arguments<
                            '_,
                        >|
                    {
                        let amount: i64 = arguments.make("amount");
                        account.withdraw(amount)
                    },
                )
        },
    );
}
/// The laws of `Account`.
mod account_laws {
    #[::core::prelude::v1::test]
    fn events_come_back_as_they_were() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::EventsComeBackAsTheyWere,
        );
    }
    #[::core::prelude::v1::test]
    fn replaying_again_gives_the_same_state() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::ReplayingAgainGivesTheSameState,
        );
    }
    #[::core::prelude::v1::test]
    fn replaying_later_gives_the_same_state() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::ReplayingLaterGivesTheSameState,
        );
    }
    #[::core::prelude::v1::test]
    fn snapshots_hold_the_whole_state() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::SnapshotsHoldTheWholeState,
        );
    }
    #[::core::prelude::v1::test]
    fn upcasts_take_everything() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::UpcastsTakeEverything,
        );
    }
    #[::core::prelude::v1::test]
    fn upcasts_lose_nothing() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::UpcastsLoseNothing,
        );
    }
    #[::core::prelude::v1::test]
    fn undo_and_redo_are_inverse() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::UndoAndRedoAreInverse,
        );
    }
    #[::core::prelude::v1::test]
    fn decisions_change_nothing() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::DecisionsChangeNothing,
        );
    }
    #[::core::prelude::v1::test]
    fn deciding_again_gives_the_same_answer() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::DecidingAgainGivesTheSameAnswer,
        );
    }
    #[::core::prelude::v1::test]
    fn deciding_later_gives_the_same_answer() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::DecidingLaterGivesTheSameAnswer,
        );
    }
    #[::core::prelude::v1::test]
    fn commands_record_what_they_decide() {
        super::account_laws(
            ::data_patterns::__private::testing::Law::CommandsRecordWhatTheyDecide,
        );
    }
}
