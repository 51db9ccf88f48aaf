#[automatically_derived]
#[allow(deprecated)]
impl<T, const N: usize> ::renamed::__private::Shape for Payment<T, N>
where
    T: Currency,
{
    const SHAPE: ::renamed::__private::TypeShape = {
        use ::renamed::__private::MayHaveShape as _;
        ::renamed::__private::TypeShape {
            path: ::core::concat!(::core::module_path!(), "::Payment"),
            written: "tag = \"kind\"",
            fields: ::renamed::__private::Fields::NONE,
            variants: &[
                ::renamed::__private::VariantShape {
                    name: "cash",
                    aliases: &["money"],
                    fields: ::renamed::__private::Fields::NONE,
                },
                ::renamed::__private::VariantShape {
                    name: "bank_transfer",
                    aliases: &[],
                    fields: ::renamed::__private::Fields {
                        style: ::renamed::__private::FieldStyle::Named,
                        list: &[
                            ::renamed::__private::Field::new("paidBy", "T"),
                            ::renamed::__private::Field {
                                aliases: &["account"],
                                types: &[
                                    ::renamed::__private::NestedType {
                                        name: "billing::Account",
                                        shape: <::renamed::__private::ShapeOf<
                                            billing::Account,
                                        >>::SHAPE,
                                    },
                                ],
                                ..::renamed::__private::Field::new(
                                    "to",
                                    "Option<billing::Account> #with = \"accounts\"",
                                )
                            },
                            ::renamed::__private::Field {
                                may_be_missing: true,
                                default: "none",
                                types: &[
                                    ::renamed::__private::NestedType {
                                        name: "Note",
                                        shape: <::renamed::__private::ShapeOf<Note>>::SHAPE,
                                    },
                                ],
                                ..::renamed::__private::Field::new(
                                    "notes",
                                    "Vec<[Note; N]>",
                                )
                            },
                        ],
                    },
                },
                ::renamed::__private::VariantShape {
                    name: "card",
                    aliases: &[],
                    fields: ::renamed::__private::Fields {
                        style: ::renamed::__private::FieldStyle::Value,
                        list: &[
                            ::renamed::__private::Field {
                                types: &[
                                    ::renamed::__private::NestedType {
                                        name: "Card",
                                        shape: <::renamed::__private::ShapeOf<Card>>::SHAPE,
                                    },
                                ],
                                ..::renamed::__private::Field::new("0", "Card #flatten")
                            },
                        ],
                    },
                },
                ::renamed::__private::VariantShape {
                    name: "split",
                    aliases: &[],
                    fields: ::renamed::__private::Fields {
                        style: ::renamed::__private::FieldStyle::Named,
                        list: &[
                            ::renamed::__private::Field {
                                types: &[
                                    ::renamed::__private::NestedType {
                                        name: "Payment<T, N>",
                                        shape: <::renamed::__private::ShapeOf<Self>>::SHAPE,
                                    },
                                ],
                                ..::renamed::__private::Field::new(
                                    "FIRST",
                                    "Box<Payment<T, N>>",
                                )
                            },
                            ::renamed::__private::Field {
                                types: &[
                                    ::renamed::__private::NestedType {
                                        name: "Payment<T, N>",
                                        shape: <::renamed::__private::ShapeOf<Self>>::SHAPE,
                                    },
                                ],
                                ..::renamed::__private::Field::new(
                                    "SECOND",
                                    "(u8, Box<Payment<T, N>>)",
                                )
                            },
                        ],
                    },
                },
            ],
        }
    };
}
