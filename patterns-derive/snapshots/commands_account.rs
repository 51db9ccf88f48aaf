#[allow(
    dead_code,
    deprecated,
    missing_docs,
    unreachable_pub,
    clippy::too_many_arguments,
    clippy::used_underscore_binding
)]
impl AccountHandle {
    /// Takes money out.
    ///
    /// # Errors
    /// The refusal of the command, or the failure to load or to record.
    pub async fn withdraw(
        &self,
        amount: i64,
    ) -> ::data_patterns::__private::Outcome<
        Account,
        Result<AccountEvent, AccountError>,
    > {
        ::data_patterns::__private::Handle::<
            Account,
        >::update(
                self,
                move |state: &Account| <Account>::withdraw(
                    state,
                    <i64 as ::data_patterns::__private::Argument>::again(&amount),
                ),
            )
            .await
    }
    ///
    /// # Errors
    /// The refusal of the command, or the failure to load or to record.
    pub async fn close(
        &self,
    ) -> ::data_patterns::__private::Outcome<Account, Option<AccountEvent>> {
        ::data_patterns::__private::Handle::<
            Account,
        >::update(self, move |state: &Account| <Account>::close(state))
            .await
    }
}
impl Account {
    /// Takes money out.
    pub fn withdraw(&self, amount: i64) -> Result<AccountEvent, AccountError> {
        if self.balance < amount {
            return Err(AccountError::InsufficientFunds);
        }
        Ok(AccountEvent::withdrawn(amount))
    }
    pub fn close(&self) -> Option<AccountEvent> {
        self.owner.is_some().then(AccountEvent::closed)
    }
}
