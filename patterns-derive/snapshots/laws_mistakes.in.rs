laws!(Account, events = any_event(), histories = histories(), comands = [], cases = 0, commands = [|| None, |account, amount| None, |account, name: &str| None]);
