#[automatically_derived]
impl ::data_patterns::__private::Event for AccountEvent {
    const SCHEMA: &'static [::data_patterns::__private::EventSchema] = &[
        ::data_patterns::__private::EventSchema {
            name: "opened",
            aliases: &[],
            version: 1u16,
        },
        ::data_patterns::__private::EventSchema {
            name: "paid_in",
            aliases: &["deposited"],
            version: 1u16,
        },
        ::data_patterns::__private::EventSchema {
            name: "withdrawn",
            aliases: &[],
            version: 2u16,
        },
        ::data_patterns::__private::EventSchema {
            name: "closed",
            aliases: &[],
            version: 1u16,
        },
    ];
}
