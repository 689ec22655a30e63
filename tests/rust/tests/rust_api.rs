//! What generated Rust can do, on the form of 2017 and on a form of unkind names.

use tallyform::{Cell, Token};
use tallyform_rust_tests as house;

tallyform::form!(pub mod form = "../../forms/cn.gov-info-disclosure/2017.yaml");
tallyform::form!(pub mod unkind = "ui/forms/unkind.yaml");
tallyform::form!(pub mod survey = "ui/forms/survey.yaml");

use form::{Report, requests::Received, unit};

fn real() -> Report {
    let json = house::text("tests/fixtures/cn.gov-info-disclosure/2017-yuyao.json");
    Report::from_json(json.as_bytes()).unwrap_or_else(|findings| panic!("{findings}"))
}

#[test]
fn the_real_report_reads_and_is_judged() {
    let report = real();
    assert_eq!(report.disclosure.disclosed.total, 147.into());
    assert_eq!(report.requests.received.total.figure().and_then(tallyform::Quantity::to_integer), Some(0));
    assert_eq!(report.fees.mark(), Some(Token::new("/")));
    assert_eq!(report.stray.len(), 2);
    let findings = report.validate().findings;
    let checks: Vec<&str> = findings.iter().map(|finding| finding.check.as_str()).collect();
    assert_eq!(checks, ["stray", "stray"]);
    assert!(!report.validate().has_errors());
}

#[test]
fn a_total_that_is_not_the_sum_is_the_one_violation() {
    let mut report = real();
    report.requests.received.total = 3.into();
    let validation = report.validate();
    let violated: Vec<_> = validation.into_iter().filter(|finding| finding.check != "stray").collect();
    let [finding] = violated.as_slice() else { panic!("one finding, not {violated:?}") };
    assert_eq!(finding.check, "requests.received:parts");
    assert_eq!((finding.left.as_deref(), finding.right.as_deref()), (Some("3"), Some("0")));
    assert!(finding.to_string().contains("（一）收到申请数"), "{finding}");
    assert!(finding.place.contains("2017.yaml:"), "{}", finding.place);
}

#[test]
fn what_is_written_reads_back() {
    let report = real();
    let json = report.to_json();
    assert_eq!(Report::from_json(json.as_bytes()).as_ref(), Ok(&report));
    assert_eq!(Report::judge(json.as_bytes()).findings, report.validate().findings);
    let blank = Report::default();
    assert_eq!(Report::from_json(blank.to_json().as_bytes()).as_ref(), Ok(&blank));
    assert_eq!(report.clone(), report);
    assert_ne!(report, blank);
}

#[test]
fn a_report_that_no_type_can_hold_is_findings() {
    let of = |json: &str| match Report::from_json(json.as_bytes()) {
        Ok(report) => panic!("{report:?}"),
        Err(findings) => findings.into_iter().map(|finding| finding.check).collect::<Vec<_>>(),
    };
    assert_eq!(of("{"), ["unreadable"]);
    assert_eq!(of(r#"{"complaints": "many"}"#), ["complaints:type"]);
    assert_eq!(of(r#"{"complaints": 1.5}"#), ["complaints:places"]);
    assert_eq!(of(r#"{"complaint": 1}"#), ["unknown"]);
    assert_eq!(of(r#"{"complaints": "many", "fees": "0.12345", "x": 1}"#).len(), 3);
}

#[test]
fn a_figure_that_no_cell_holds_is_judged_when_it_is_assigned() {
    let mut report = real();
    report.fees = "0.12345".parse().expect("a figure");
    report.complaints = "1.5".parse().expect("a figure");
    report.meetings.courses = Token::new("~").into();
    report.organisation.bodies = i64::MAX.into();
    let checks: Vec<String> = report.validate().into_iter().map(|finding| finding.check).collect();
    for check in ["fees:places", "complaints:places", "meetings.courses:type", "organisation.bodies:type"] {
        assert!(checks.iter().any(|found| found == check), "{check} in {checks:?}");
    }
}

#[test]
fn a_report_is_made_in_a_few_lines() {
    let mut report = Report::default();
    report.header.reporting_unit = "招商局".into();
    report.requests.received = Received { total: 3.into(), online: 3.into(), ..Received::default() };
    report.fees = "160.5964".parse().expect("a figure");
    assert_eq!(report.requests.received.online, Cell::Value(3.into()));
    assert!(report.requests.received.fax.is_blank());
    assert!(report.validate().findings.iter().all(|finding| finding.check != "requests.received:parts"));
}

#[test]
fn every_cell_comes_with_what_the_form_says_of_it() {
    let report = real();
    let plan = Report::plan();
    assert_eq!(report.cells().count(), plan.cells.len());
    assert!(report.figures().count() + 4 == plan.cells.len(), "four fields of the header are no figures");
    let received = report.figures().find(|entry| entry.path() == "requests.received").expect("the figure");
    assert_eq!(received.label(), "（一）收到申请数");
    assert_eq!(received.pointer(), "/requests/received/total");
    assert_eq!(received.unit().map(|unit| unit.id.as_str()), Some("件"));
    assert_eq!(received.text(), "0");
    assert_eq!(received.to_string(), "（一）收到申请数 (件): 0");
}

#[test]
fn people_read_a_table() {
    let text = tallyform::typed::table(&real().requests.received).to_string();
    assert_eq!(
        text,
        "（一）收到申请数 (件): 0\n  1.当面申请数 (件): 0\n  2.传真申请数 (件): 0\n  3.网络申请数 (件): 0\n  4.信函申请数 (件): 0\n"
    );
    let debug = format!("{:?}", Received { total: 1.into(), ..Received::default() });
    assert_eq!(debug, "Received { total: 1, in_person: Blank, fax: Blank, online: Blank, letter: Blank }");
}

#[test]
fn figures_are_exact() {
    use tallyform::Quantity;
    let tenth: Quantity<unit::万元> = "0.1".parse().expect("a figure");
    assert_eq!((tenth + tenth + tenth).to_string(), "0.3");
    assert_eq!([tenth, tenth].iter().sum::<Quantity<_>>(), Quantity::new(2, 1));
    assert!(Quantity::<unit::万元>::new(150, 2) == Quantity::new(15, 1));
    assert!(-tenth < Quantity::ZERO && tenth > Quantity::ZERO);
    let wide = Quantity::<unit::万元>::new(-123_456_789_012_345_678_901_234, 9);
    assert_eq!(wide.to_string(), "-123456789012345.678901234");
    assert_eq!(format!("{tenth:#}"), "0.1 万元");

    let fees: Quantity<survey::unit::KCNY> = Quantity::<survey::unit::CNY>::new(12_050, 2).convert();
    assert_eq!(fees.to_string(), "0.1205");
    let hours = |seconds: i64| {
        let hours: Option<Quantity<survey::unit::Hour>> = Quantity::<survey::unit::Second>::from(seconds).try_convert();
        hours.map(|hours| hours.to_string())
    };
    assert_eq!((hours(5400), hours(1)), (Some("1.5".to_owned()), None));
    let items: Quantity<survey::unit::Item> = Quantity::<survey::unit::Case>::from(3).counted_as();
    assert_eq!(items.to_integer(), Some(3));
}

#[test]
fn a_cell_takes_little_room() {
    assert_eq!(size_of::<Cell<unit::件>>(), 24);
    assert_eq!(size_of::<Cell<tallyform::typed::Text>>(), 24);
}

#[test]
fn no_name_of_a_form_clashes_with_ours() {
    let report = unkind::Report {
        report: unkind::Report_ { cells: 1.into(), unit: unkind::report::Unit { total: 2.into(), type_: 2.into() } },
        unit: unkind::Unit { self_: 3.into(), header_: unkind::unit_::Header { total: 4.into(), match_: 4.into() } },
        申请: unkind::申请 { 收到: unkind::申请_::收到 { total: 5.into(), 网络: 5.into() } },
        ..unkind::Report::default()
    };
    assert!(report.validate().findings.is_empty(), "{}", report.validate());
    let json = report.to_json();
    assert!(json.contains(r#""report":{"cells":1,"unit":{"total":2,"type":2}}"#), "{json}");
    assert_eq!(unkind::Report::from_json(json.as_bytes()), Ok(report));
}
