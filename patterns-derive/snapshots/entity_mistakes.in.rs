#[derive(Entity)]
#[entity(nmae = "profile", key = ProfileKey)]
#[cached(capacity = 10)]
pub struct UserProfile {
    #[id]
    number: f64,
    #[shard_key]
    region: String,
    #[serde(skip)]
    name: Option<Option<String>>,
}
