/// A user's profile.
#[derive(Entity)]
pub struct UserProfile {
    #[id]
    id: u64,
    name: String,
}
