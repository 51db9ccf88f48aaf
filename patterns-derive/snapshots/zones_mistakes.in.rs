#[derive(Zones)]
#[zone(nmae = "regions")]
pub enum Region {
    EuWest(u8),
    #[zone(name = "eu-west")]
    Europe,
}
