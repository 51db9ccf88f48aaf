#[derive(Serialize, Deserialize, Event)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub enum BasketEvent<T, const N: usize>
where
    T: Item,
{
    Added(T),
    Filled { items: [T; N] },
}
