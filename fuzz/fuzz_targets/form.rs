//! Fuzzes `tallyform_tests::targets::form`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tallyform_tests::targets::form(bytes));
