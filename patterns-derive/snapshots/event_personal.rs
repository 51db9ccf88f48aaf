#[automatically_derived]
impl ::data_patterns::__private::Event for OrderEvent {
    const SCHEMA: &'static [::data_patterns::__private::EventSchema] = {
        use ::data_patterns::__private::MayHaveShape as _;
        &[
            ::data_patterns::__private::EventSchema {
                fields: ::data_patterns::__private::Fields {
                    style: ::data_patterns::__private::FieldStyle::Named,
                    list: &[
                        ::data_patterns::__private::Field::new("customer", "u64"),
                        ::data_patterns::__private::Field {
                            types: &[
                                ::data_patterns::__private::NestedType {
                                    name: "Address",
                                    shape: <::data_patterns::__private::ShapeOf<Address>>::SHAPE,
                                },
                            ],
                            ..::data_patterns::__private::Field::new(
                                "address",
                                "Personal<Address>",
                            )
                        },
                        ::data_patterns::__private::Field::new(
                            "greetings",
                            "Vec<Personal<String>>",
                        ),
                        ::data_patterns::__private::Field::new("guest", "String"),
                        ::data_patterns::__private::Field {
                            may_be_missing: true,
                            ..::data_patterns::__private::Field::new(
                                "note",
                                "Option<Personal<String>>",
                            )
                        },
                    ],
                },
                ..::data_patterns::__private::EventSchema::new("placed")
            },
            ::data_patterns::__private::EventSchema {
                fields: ::data_patterns::__private::Fields::NONE,
                ..::data_patterns::__private::EventSchema::new("cancelled")
            },
        ]
    };
    #[allow(deprecated)]
    fn subject(
        &self,
        field: ::core::primitive::usize,
    ) -> ::core::option::Option<::data_patterns::__private::Subject> {
        match (self, field) {
            (Self::Placed { customer: subject, .. }, 1usize) => {
                ::core::option::Option::Some(
                    ::data_patterns::__private::subject_of::<Customer>(subject),
                )
            }
            (Self::Placed { guest: subject, .. }, 2usize) => {
                ::core::option::Option::Some(
                    ::data_patterns::__private::Subject::of(subject),
                )
            }
            _ => ::core::option::Option::None,
        }
    }
}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn personal() {
        ::data_patterns::__private::is_personal::<Personal<Address>>();
        ::data_patterns::__private::is_personal::<Personal<String>>();
        ::data_patterns::__private::is_personal::<Personal<String>>();
    }
};
