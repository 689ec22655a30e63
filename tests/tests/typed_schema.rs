//! The schema that a typed report gives of itself.

use tallyform_tests::house;

tallyform::form!(pub mod form = "../forms/cn.gov-info-disclosure/2017.yaml");

use form::Report;

fn real() -> Report {
    let json = house::text("tests/fixtures/cn.gov-info-disclosure/2017-yuyao.json");
    Report::from_json(json.as_bytes()).unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn the_schema_takes_what_serde_writes() {
    let schema = serde_json::to_value(schemars::schema_for!(Report)).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).expect("JSON");
    assert!(validator.is_valid(&value(&real().to_json())));
    assert!(validator.is_valid(&value(&Report::default().to_json())));
    for wrong in [r#"{"complaints": "many"}"#, r#"{"complaints": 1.5}"#, r#"{"complaint": 1}"#, r#"{"fees": 1}"#] {
        assert!(!validator.is_valid(&value(wrong)), "{wrong}");
        assert!(Report::from_json(wrong.as_bytes()).is_err(), "{wrong}");
    }
}
