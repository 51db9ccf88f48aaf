#[automatically_derived]
impl ::data_patterns::__private::Event for AccountEvent {
    const SCHEMA: &'static [::data_patterns::__private::EventSchema] = &[
        ::data_patterns::__private::EventSchema {
            fields: ::data_patterns::__private::Fields {
                style: ::data_patterns::__private::FieldStyle::Named,
                list: &[::data_patterns::__private::Field::new("owner", "String")],
            },
            ..::data_patterns::__private::EventSchema::new("opened")
        },
        ::data_patterns::__private::EventSchema {
            aliases: &["deposited"],
            fields: ::data_patterns::__private::Fields {
                style: ::data_patterns::__private::FieldStyle::Named,
                list: &[::data_patterns::__private::Field::new("amount", "i64")],
            },
            ..::data_patterns::__private::EventSchema::new("paid_in")
        },
        ::data_patterns::__private::EventSchema {
            version: 2u16,
            fields: ::data_patterns::__private::Fields {
                style: ::data_patterns::__private::FieldStyle::Value,
                list: &[::data_patterns::__private::Field::new("0", "i64")],
            },
            ..::data_patterns::__private::EventSchema::new("withdrawn")
        },
        ::data_patterns::__private::EventSchema {
            fields: ::data_patterns::__private::Fields::NONE,
            ..::data_patterns::__private::EventSchema::new("closed")
        },
    ];
    const UPCASTERS: ::data_patterns::__private::Fingerprint = ::data_patterns::__private::Fingerprint::new(
        0x82cb_4754_4ae5_8e37,
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
            2usize => {
                let from_1 = |old| ::data_patterns::__private::lead(
                    ::core::result::Result::<Self, _>::Ok,
                    1u16,
                    from_v1,
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
