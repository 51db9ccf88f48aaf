//! Golden vectors: what xxHash 0.8.4 (the C library, called from Python) computes for the elements as they are documented.

use core::fmt::Debug;

use crate::key::{Lowercase, PlaceHasher, ShardKey};

#[derive(Debug)]
struct Variant(&'static str);

impl ShardKey for Variant {
    fn hash(&self, to: &mut PlaceHasher) {
        to.variant(self.0);
    }
}

#[derive(Debug)]
struct Nothing;

impl ShardKey for Nothing {
    fn hash(&self, to: &mut PlaceHasher) {
        to.none();
    }
}

#[track_caller]
fn pinned(key: impl ShardKey + Debug, place: u64) {
    assert_eq!(key.place().to_string(), format!("{place:016x}"), "{key:?} may never move");
}

#[test]
fn s7_places_are_pinned_for_ever() {
    pinned(0_u8, 0x6510_c5a4_69b6_bd98);
    pinned(1_u8, 0x2795_8fde_e1a9_f611);
    pinned(5_i32, 0x070a_71a6_0a4d_7270);
    pinned(255_u16, 0x38f9_c1bd_da3a_2059);
    pinned(1_000_000_u32, 0x3dff_8963_a5fc_8700);
    pinned(u64::MAX, 0xfc94_516a_c2ec_f9a6);
    pinned(1_u128 << 64, 0x0ce1_2824_5a1b_e043);
    pinned(u128::MAX, 0xa75f_7c67_46cc_b354);
    pinned(-1_i8, 0x0529_d7d7_6875_2bb7);
    pinned(i64::MIN, 0x2cf9_f822_e51f_abfa);
    pinned(i128::from(i64::MIN) - 1, 0xdf62_dfa2_567b_fa3f);
    pinned(i128::MIN, 0xcc84_ee44_8ad6_36a1);
    pinned(false, 0x60ea_dfb4_dcab_ba31);
    pinned(true, 0x735b_28de_4eda_bb98);
    pinned('x', 0xb580_5434_52c6_2a37);
    pinned('😀', 0x2633_eab0_1a4a_e024);
    pinned("", 0x19cb_8502_6b70_655b);
    pinned("a", 0x6192_2055_b08a_aa7b);
    pinned("Ann", 0xf797_07f8_5cfb_776c);
    pinned("Grüße aus Zürich", 0xf7de_5618_b74e_2c3f);
    pinned("日本語", 0x108d_1015_aab7_295f);
    pinned("a customer number of 32 letters!", 0x1fc7_90ac_4aa5_14c5);
    pinned("0123456789".repeat(10), 0x143d_fc6f_bafd_090b);
    pinned("0123456789".repeat(20), 0xd298_3dc0_cb8a_3175);
    pinned("ä".repeat(150), 0xd44f_1b08_75f0_184a);
    pinned(Vec::<u8>::new(), 0x602b_0e2c_d666_2c8b);
    pinned(vec![0_u8, 1, 255], 0x01bf_cfff_0f05_51ac);
    pinned([7_u8; 16], 0x56fe_a2ce_089e_be6f);
    pinned(("a", "bc"), 0xcd1e_b56a_2c83_0267);
    pinned(("ab", "c"), 0x94ed_2226_7cf9_4259);
    pinned(("acme", 42), 0xc6b2_d49d_254a_3118);
    pinned((1, true, -1, "z"), 0x1e78_dc3a_dd72_224c);
    pinned(Lowercase("Ann@Example.ORG"), 0x9553_be66_7f57_67c4);
    pinned(Lowercase("ÄRZTE 7"), 0xf09c_82f6_7e5f_3228);
    pinned(Variant("shipped"), 0xd1f9_2e79_c229_d913);
    pinned(Nothing, 0x8171_7c4c_54a0_822f);
}
