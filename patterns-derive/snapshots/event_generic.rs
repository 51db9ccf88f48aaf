#[automatically_derived]
impl<T, const N: usize> ::data_patterns::__private::Event for BasketEvent<T, N>
where
    T: Item,
    Self: ::data_patterns::__private::serde::Serialize
        + ::data_patterns::__private::serde::de::DeserializeOwned + ::core::marker::Send
        + ::core::marker::Sync + 'static,
{
    const SCHEMA: &'static [::data_patterns::__private::EventSchema] = &[
        ::data_patterns::__private::EventSchema {
            name: "added",
            aliases: &[],
            version: 1u16,
        },
        ::data_patterns::__private::EventSchema {
            name: "filled",
            aliases: &[],
            version: 1u16,
        },
    ];
}
