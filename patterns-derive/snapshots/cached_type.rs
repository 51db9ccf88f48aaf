#[aggregate(name = "page", crate = ::renamed)]
struct Page<T: Copy, const N: usize>
where
    T: Send,
{
    #[id]
    number: [u8; N],
    content: T,
}
const _: () = {
    #[allow(dead_code, deprecated)]
    fn cached<T: Copy, const N: usize>()
    where
        T: Send,
    {
        ::renamed::__private::read_by_a_derive::<Page<T, N>>();
    }
};
