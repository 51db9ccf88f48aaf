use data_patterns::prelude::*;

#[derive(Entity, Clone, Serialize, Deserialize)]
#[entity(nmae = "profile")]
#[cached(ttl = "5 minutes")]
struct UserProfile {
    #[id]
    #[id]
    score: f32,
    #[serde(skip)]
    name: String,
}

async fn rename(profiles: Entities<UserProfile>) {
    let _ = profiles.edit("7", |profile| profile.name.clear()).await;
}

fn main() {}
