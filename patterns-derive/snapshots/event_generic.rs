#[automatically_derived]
impl<T, const N: usize> ::data_patterns::__private::Event for BasketEvent<T, N>
where
    T: Item,
    Self: ::data_patterns::__private::serde::Serialize
        + ::data_patterns::__private::serde::de::DeserializeOwned + ::core::marker::Send
        + ::core::marker::Sync + 'static,
{
    const SCHEMA: &'static [::data_patterns::__private::EventSchema] = {
        use ::data_patterns::__private::MayHaveShape as _;
        &[
            ::data_patterns::__private::EventSchema {
                fields: ::data_patterns::__private::Fields {
                    style: ::data_patterns::__private::FieldStyle::Value,
                    list: &[::data_patterns::__private::Field::new("0", "T")],
                },
                ..::data_patterns::__private::EventSchema::new("added")
            },
            ::data_patterns::__private::EventSchema {
                version: 2u16,
                fields: ::data_patterns::__private::Fields {
                    style: ::data_patterns::__private::FieldStyle::Named,
                    list: &[::data_patterns::__private::Field::new("items", "[T; N]")],
                },
                ..::data_patterns::__private::EventSchema::new("filled")
            },
            ::data_patterns::__private::EventSchema {
                fields: ::data_patterns::__private::Fields {
                    style: ::data_patterns::__private::FieldStyle::Named,
                    list: &[
                        ::data_patterns::__private::Field {
                            types: &[
                                ::data_patterns::__private::NestedType {
                                    name: "Weight<T>",
                                    shape: <::data_patterns::__private::ShapeOf<
                                        Weight<T>,
                                    >>::SHAPE,
                                },
                            ],
                            ..::data_patterns::__private::Field::new(
                                "each",
                                "Vec<Weight<T>>",
                            )
                        },
                    ],
                },
                ..::data_patterns::__private::EventSchema::new("weighed")
            },
        ]
    };
    const UPCASTERS: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0x814b_7b93_4b9b_4922,
    );
    fn upcast<'de, __D: ::data_patterns::__private::serde::Deserializer<'de>>(
        variant: ::core::primitive::usize,
        version: ::core::primitive::u16,
        fields: __D,
    ) -> ::core::result::Result<
        Self,
        ::data_patterns::__private::UpcastError<
            <__D as ::data_patterns::__private::serde::Deserializer<'de>>::Error,
        >,
    > {
        match variant {
            1usize => {
                let from_1 = |old| ::data_patterns::__private::lead(
                    ::core::result::Result::<Self, _>::Ok,
                    1u16,
                    filled,
                    old,
                );
                match version {
                    1u16 => from_1(::data_patterns::__private::older(fields)?),
                    _ => {
                        ::core::result::Result::Err(
                            ::data_patterns::__private::UpcastError::Missing,
                        )
                    }
                }
            }
            _ => {
                ::core::result::Result::Err(
                    ::data_patterns::__private::UpcastError::Missing,
                )
            }
        }
    }
}
