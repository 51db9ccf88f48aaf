#[automatically_derived]
impl ::renamed::__private::Event for DocumentEvent {
    const SCHEMA: &'static [::renamed::__private::EventSchema] = &[
        ::renamed::__private::EventSchema {
            name: "written",
            aliases: &["created", "drafted"],
            version: 3u16,
        },
        ::renamed::__private::EventSchema {
            name: "r#type",
            aliases: &[],
            version: 1u16,
        },
        ::renamed::__private::EventSchema {
            name: "gone",
            aliases: &[],
            version: 1u16,
        },
    ];
}
