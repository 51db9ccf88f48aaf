laws!(Account, commands = [|account, amount: i64| account.withdraw(amount)]);
