#![deny(warnings)]

use data_patterns::prelude::*;

trait Item: Clone + std::fmt::Debug + PartialEq + Send + Sync + 'static {}

impl Item for u8 {}

#[derive(Aggregate)]
struct Basket<T: Item, const N: usize = 4>
where
    Vec<T>: Default,
{
    #[id]
    id: u64,
    items: Vec<T>,
    size: [u8; 1],
}

#[events]
#[serde(bound = "T: Serialize + serde::de::DeserializeOwned")]
impl<T: Item, const N: usize> Basket<T, N> {
    fn added(&mut self, item: T) {
        self.items.push(item);
        self.size = [N as u8];
    }
}

#[commands]
impl<T: Item, const N: usize> Basket<T, N> {
    fn add(&self, item: T) -> Option<BasketEvent<T>> {
        (self.items.len() < N).then(|| BasketEvent::added(item))
    }
}

fn main() {
    let basket: BasketHandle<u8, 2> = data_patterns::in_memory().aggregate::<Basket<u8, 2>>(1_u64);
    pollster::block_on(async {
        for item in 0..3 {
            basket.add(item).await.unwrap();
        }
        assert_eq!(basket.load().await.unwrap().items, [0, 1]);
    });
}
