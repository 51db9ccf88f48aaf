::core::compile_error! {
    "`#[shape(..)]` has no option `krate`; did you mean `crate`?"
}
::core::compile_error! {
    "serde stores structs and enums; a union does not know which of its fields holds the value"
}
#[automatically_derived]
#[allow(deprecated)]
impl ::data_patterns::__private::Shape for Bits {
    const SHAPE: ::data_patterns::__private::TypeShape = {
        ::data_patterns::__private::TypeShape {
            path: ::core::concat!(::core::module_path!(), "::Bits"),
            written: "",
            fields: ::data_patterns::__private::Fields::NONE,
            variants: &[],
        }
    };
}
