//! An account in three releases. All of them store it under the same name.

/// Amounts in euros, a name in one piece, and points that nobody grants any more.
pub(crate) mod first {
    use data_patterns::prelude::*;

    #[derive(Aggregate, Debug)]
    pub(crate) struct Account {
        #[id]
        number: String,
        pub(crate) name: String,
        pub(crate) euros: i64,
    }

    #[events(pub(crate))]
    impl Account {
        fn opened(&mut self, name: String) {
            self.name = name;
        }

        fn deposited(&mut self, euros: i64) {
            self.euros += euros;
        }

        fn granted(&mut self, points: u32) {
            self.euros += i64::from(points);
        }
    }
}

/// Amounts in a currency.
pub(crate) mod second {
    use data_patterns::prelude::*;

    #[derive(Aggregate, Debug)]
    pub(crate) struct Account {
        #[id]
        number: String,
        pub(crate) cents: i64,
    }

    #[derive(Deserialize)]
    struct DepositedV1 {
        euros: i64,
    }

    fn from_v1(old: DepositedV1) -> AccountEvent {
        AccountEvent::deposited(old.euros * 100, "EUR".to_owned())
    }

    #[events(pub(crate))]
    impl Account {
        fn opened(&mut self, _name: String) {
            self.cents = 0;
        }

        #[event(version = 2, upcast = from_v1)]
        fn deposited(&mut self, cents: i64, _currency: String) {
            self.cents += cents;
        }
    }
}

/// First and last names, a sum with its currency; and the points are retired.
pub(crate) mod third {
    use std::fmt;

    use data_patterns::{Shape, prelude::*};

    #[derive(Aggregate, Debug)]
    #[aggregate(snapshot(every = 2))]
    #[derive(Serialize, Deserialize)]
    pub(crate) struct Account {
        #[id]
        number: String,
        pub(crate) first: String,
        pub(crate) last: String,
        pub(crate) cents: i64,
        pub(crate) points: u32,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Shape)]
    pub(crate) struct Money {
        pub(crate) cents: i64,
        pub(crate) currency: Currency,
    }

    #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, Shape)]
    #[serde(rename_all = "UPPERCASE")]
    pub(crate) enum Currency {
        Eur,
        #[serde(alias = "USN")]
        Usd,
    }

    /// Without the middle name it is no name.
    #[derive(Debug)]
    pub(crate) struct NoFullName(String);

    impl fmt::Display for NoFullName {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "`{}` has no last name", self.0)
        }
    }

    #[derive(Deserialize)]
    struct OpenedV1 {
        name: String,
    }

    #[derive(Deserialize)]
    struct DepositedV1 {
        euros: i64,
    }

    #[derive(Deserialize)]
    struct DepositedV2 {
        cents: i64,
        currency: Currency,
    }

    fn opened_v1(old: OpenedV1) -> Result<AccountEvent, NoFullName> {
        match old.name.split_once(' ') {
            Some((first, last)) => Ok(AccountEvent::opened(first.to_owned(), last.to_owned())),
            None => Err(NoFullName(old.name)),
        }
    }

    fn deposited_v1(old: DepositedV1) -> DepositedV2 {
        DepositedV2 { cents: old.euros * 100, currency: Currency::Eur }
    }

    fn deposited_v2(old: DepositedV2) -> AccountEvent {
        AccountEvent::paid_in(Money { cents: old.cents, currency: old.currency }, None)
    }

    #[events(pub(crate))]
    impl Account {
        #[event(version = 2, upcast = opened_v1)]
        fn opened(&mut self, first: String, last: String) {
            (self.first, self.last) = (first, last);
        }

        #[event(alias = "deposited", version = 3, upcast(1 = deposited_v1, 2 = deposited_v2))]
        fn paid_in(&mut self, money: Money, #[serde(default)] _memo: Option<String>) {
            self.cents += money.cents;
        }

        /// Loyalty points, for accounts that had some.
        #[event(retired)]
        fn granted(&mut self, points: u32) {
            self.points += points;
        }
    }

    #[commands]
    impl Account {
        pub(crate) fn pay_in(&self, cents: i64) -> AccountEvent {
            AccountEvent::paid_in(Money { cents, currency: Currency::Eur }, None)
        }

        /// What the compiler cannot refuse, because the variant is there to be replayed.
        pub(crate) fn grant(&self, points: u32) -> AccountEvent {
            AccountEvent::Granted { points }
        }
    }
}
