#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Shape for Cents {
    const SHAPE: ::data_patterns::__private::TypeShape = {
        ::data_patterns::__private::TypeShape {
            path: ::core::concat!(::core::module_path!(), "::Cents"),
            written: "",
            fields: ::data_patterns::__private::Fields {
                style: ::data_patterns::__private::FieldStyle::Value,
                list: &[::data_patterns::__private::Field::new("0", "i64")],
            },
            variants: &[],
        }
    };
}
