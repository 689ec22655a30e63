//! Typed reports through serde: formats that people read, binary ones that describe themselves and ones that do not.

use serde::{Deserialize, Serialize};
use tallyform::{Cell, Quantity, Token};
use tallyform_rust_tests as house;

tallyform::form!(pub mod form = "../../forms/cn.gov-info-disclosure/2017.yaml");

use form::{Report, unit};

fn real() -> Report {
    let json = house::text("tests/fixtures/cn.gov-info-disclosure/2017-yuyao.json");
    Report::from_json(json.as_bytes()).unwrap_or_else(|findings| panic!("{findings}"))
}

/// A report among other things, as programs have it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Filing {
    number: u32,
    report: Report,
    received: Cell<unit::件>,
    fees: Cell<unit::万元>,
    blank: Cell<unit::件>,
    by: Cell<tallyform::typed::Text>,
    budget: Quantity<unit::万元>,
    #[serde(with = "tallyform::typed::nested")]
    part: form::requests::Received,
}

fn filing() -> Filing {
    Filing {
        number: 7,
        report: real(),
        received: 3.into(),
        fees: Token::new("/").into(),
        blank: Cell::Blank,
        by: "招商局".into(),
        budget: Quantity::new(1_605_964, 4),
        part: form::requests::Received { total: 3.into(), online: Token::new("/").into(), ..Default::default() },
    }
}

#[test]
fn json_is_the_canonical_tree() {
    let filing = filing();
    let json = serde_json::to_string(&filing).expect("JSON");
    assert_eq!(serde_json::from_str::<Filing>(&json).ok().as_ref(), Some(&filing));
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let canonical: serde_json::Value = serde_json::from_str(&filing.report.to_json()).expect("JSON");
    assert_eq!(value["report"], canonical);
    assert_eq!(value["received"], 3);
    assert_eq!(value["fees"], "/");
    assert!(value["blank"].is_null());
    assert_eq!(value["budget"], "160.5964");
    assert_eq!((&value["part"]["total"], &value["part"]["online"]), (&3.into(), &"/".into()));
    let wrong = json.replace(r#""online":"/""#, r#""online":"many""#);
    let error = serde_json::from_str::<Filing>(&wrong).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("requests.received.online:type"), "{error}");
}

#[test]
fn toml_leaves_blanks_out() {
    let report = real();
    let text = toml::to_string(&report).expect("TOML");
    assert_eq!(toml::from_str::<Report>(&text).ok(), Some(report));
}

#[test]
fn cbor_describes_itself() {
    let filing = filing();
    let mut bytes = Vec::new();
    ciborium::into_writer(&filing, &mut bytes).expect("CBOR");
    assert_eq!(ciborium::from_reader::<Filing, _>(bytes.as_slice()).ok(), Some(filing));
}

#[test]
fn postcard_does_not_describe_itself() {
    let filing = filing();
    let bytes = postcard::to_stdvec(&filing).expect("postcard");
    assert_eq!(postcard::from_bytes::<Filing>(&bytes).ok(), Some(filing));
}

#[test]
fn an_error_says_which_cell() {
    let error = serde_json::from_str::<Report>(r#"{"complaints": "many", "requests": {"received": {"fax": 1.5}}}"#);
    let error = error.map(|report| report.to_json()).expect_err("no report").to_string();
    assert!(error.starts_with("requests.received.fax:places: "), "{error}");
    assert!(error.contains("/requests/received/fax") && error.contains(", and 1 more"), "{error}");
}
