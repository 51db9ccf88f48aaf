#[derive(Zones)]
pub enum Region {
    EuWest,
    #[zone(name = "us")]
    America,
}
