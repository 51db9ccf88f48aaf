use data_patterns::Shape;

#[derive(Shape)]
#[shape(rename = "address")]
struct Address {
    city: String,
}

fn main() {}
