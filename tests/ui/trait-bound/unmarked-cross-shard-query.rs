use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
struct Order {
    #[id]
    #[shard_key]
    number: u64,
}

async fn all(db: &Database) {
    let orders = db.entities::<Order>().scan(None, 100).await;
    println!("{}", orders.is_ok());
}

fn main() {}
