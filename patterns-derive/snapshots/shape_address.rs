#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Shape for Address {
    const SHAPE: ::data_patterns::__private::TypeShape = {
        use ::data_patterns::__private::MayHaveShape as _;
        ::data_patterns::__private::TypeShape {
            path: ::core::concat!(::core::module_path!(), "::Address"),
            written: "",
            fields: ::data_patterns::__private::Fields {
                style: ::data_patterns::__private::FieldStyle::Named,
                list: &[
                    ::data_patterns::__private::Field::new("city", "String"),
                    ::data_patterns::__private::Field {
                        may_be_missing: true,
                        ..::data_patterns::__private::Field::new(
                            "street",
                            "Option<String>",
                        )
                    },
                    ::data_patterns::__private::Field {
                        types: &[
                            ::data_patterns::__private::NestedType {
                                name: "Country",
                                shape: <::data_patterns::__private::ShapeOf<Country>>::SHAPE,
                            },
                        ],
                        ..::data_patterns::__private::Field::new("country", "Country")
                    },
                ],
            },
            variants: &[],
        }
    };
}
