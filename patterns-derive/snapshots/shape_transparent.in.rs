#[derive(Serialize, Deserialize, Shape)]
#[serde(transparent)]
struct Cents {
    value: i64,
}
