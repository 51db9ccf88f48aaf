#[derive(Clone, Debug, Serialize, Deserialize, Shape)]
struct Address {
    city: String,
    #[serde(default)]
    street: Option<String>,
    country: Country,
}
