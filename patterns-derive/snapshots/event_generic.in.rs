#[derive(Serialize, Deserialize, Event)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub enum BasketEvent<T, const N: usize>
where
    T: Item,
{
    Added(T),
    #[event(version = 2, upcast = filled)]
    Filled { items: [T; N] },
    Weighed { each: Vec<Weight<T>> },
}
