#[automatically_derived]
impl ::renamed::__private::Event for DocumentEvent {
    const SCHEMA: &'static [::renamed::__private::EventSchema] = {
        use ::renamed::__private::MayHaveShape as _;
        &[
            ::renamed::__private::EventSchema {
                aliases: &["created", "drafted"],
                version: 3u16,
                fields: ::renamed::__private::Fields {
                    style: ::renamed::__private::FieldStyle::Named,
                    list: &[
                        ::renamed::__private::Field::new("type", "String"),
                        ::renamed::__private::Field {
                            aliases: &["by"],
                            may_be_missing: true,
                            types: &[
                                ::renamed::__private::NestedType {
                                    name: "people::Person",
                                    shape: <::renamed::__private::ShapeOf<
                                        people::Person,
                                    >>::SHAPE,
                                },
                            ],
                            ..::renamed::__private::Field::new(
                                "author",
                                "Option<people::Person>",
                            )
                        },
                    ],
                },
                ..::renamed::__private::EventSchema::new("written")
            },
            ::renamed::__private::EventSchema {
                fields: ::renamed::__private::Fields {
                    style: ::renamed::__private::FieldStyle::Placed,
                    list: &[
                        ::renamed::__private::Field {
                            may_be_missing: true,
                            ..::renamed::__private::Field::new("0", "u8")
                        },
                        ::renamed::__private::Field::new("1", "u16"),
                    ],
                },
                ..::renamed::__private::EventSchema::new("r#type")
            },
            ::renamed::__private::EventSchema {
                version: 4u16,
                oldest: 3u16,
                fields: ::renamed::__private::Fields {
                    style: ::renamed::__private::FieldStyle::Value,
                    list: &[
                        ::renamed::__private::Field {
                            types: &[
                                ::renamed::__private::NestedType {
                                    name: "Signature",
                                    shape: <::renamed::__private::ShapeOf<Signature>>::SHAPE,
                                },
                            ],
                            ..::renamed::__private::Field::new("0", "Signature")
                        },
                    ],
                },
                ..::renamed::__private::EventSchema::new("signed")
            },
            ::renamed::__private::EventSchema {
                version: 2u16,
                oldest: 2u16,
                retired: true,
                fields: ::renamed::__private::Fields::NONE,
                ..::renamed::__private::EventSchema::new("gone")
            },
        ]
    };
    const UPCASTERS: ::renamed::__private::Fingerprint = ::renamed::__private::Fingerprint::new(
        0x2983_3b12_a899_26ad,
    );
    fn upcast<'de, __D: ::renamed::__private::serde::Deserializer<'de>>(
        variant: ::core::primitive::usize,
        version: ::core::primitive::u16,
        fields: __D,
    ) -> ::core::result::Result<
        Self,
        ::renamed::__private::UpcastError<
            <__D as ::renamed::__private::serde::Deserializer<'de>>::Error,
        >,
    > {
        match variant {
            0usize => {
                let from_2 = |old| ::renamed::__private::lead(
                    ::core::result::Result::<Self, _>::Ok,
                    2u16,
                    releases::Two::newer,
                    old,
                );
                let from_1 = |old| ::renamed::__private::lead(
                    from_2,
                    1u16,
                    from_v1,
                    old,
                );
                match version {
                    1u16 => from_1(::renamed::__private::older(fields)?),
                    2u16 => from_2(::renamed::__private::older(fields)?),
                    _ => {
                        ::core::result::Result::Err(
                            ::renamed::__private::UpcastError::Missing,
                        )
                    }
                }
            }
            2usize => {
                let from_3 = |old| ::renamed::__private::lead(
                    ::core::result::Result::<Self, _>::Ok,
                    3u16,
                    keep::<Signed>,
                    old,
                );
                match version {
                    3u16 => from_3(::renamed::__private::older(fields)?),
                    _ => {
                        ::core::result::Result::Err(
                            ::renamed::__private::UpcastError::Missing,
                        )
                    }
                }
            }
            _ => ::core::result::Result::Err(::renamed::__private::UpcastError::Missing),
        }
    }
}
