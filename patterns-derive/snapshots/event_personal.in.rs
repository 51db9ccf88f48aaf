#[derive(Clone, Debug, Serialize, Deserialize, Event)]
pub enum OrderEvent {
    Placed {
        customer: u64,
        #[personal(subject = Customer(customer))]
        address: Personal<Address>,
        #[personal(subject = guest)]
        greetings: Vec<Personal<String>>,
        guest: String,
        #[personal]
        note: Option<Personal<String>>,
    },
    Cancelled,
}
