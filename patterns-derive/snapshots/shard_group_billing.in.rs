#[derive(ShardGroup)]
#[shard_group(key = TenantId)]
pub struct Billing;
