//! Many different reports of the 2017 form, the same in every run.

use std::fmt::Write as _;

/// A small generator of numbers that look random.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Small figures mostly, as reports have them.
    fn figure(&mut self) -> u64 {
        match self.below(10) {
            0..=3 => 0,
            4..=7 => self.below(20),
            8 => self.below(400),
            _ => self.below(20_000),
        }
    }
}

/// Reports one a line. Nine in ten are free of contradictions; some cells are blank or not applicable.
pub(crate) fn ndjson(count: usize) -> String {
    let mut numbers = Numbers(2017);
    let mut text = String::new();
    for index in 0..count {
        report(&mut text, &mut numbers, index);
        text.push('\n');
    }
    text
}

fn report(text: &mut String, numbers: &mut Numbers, index: usize) {
    let wrong = numbers.below(10) == 0;
    let year = 2014 + numbers.below(5);
    // Writing to a String cannot fail.
    let _ = write!(
        text,
        r#"{{"form":"cn.gov-info-disclosure","revision":"2017","period":"{year}","header":{{"reporting_unit":"第{index}办公室","head":null,"reviewer":null,"compiler":null}},"#
    );
    let channels: Vec<u64> = (0..5).map(|_| numbers.figure()).collect();
    let most = channels.iter().copied().max().unwrap_or(0);
    let disclosed = if wrong { most / 2 } else { most + numbers.below(channels.iter().sum::<u64>() - most + 1) };
    let normative = numbers.below(disclosed + 1);
    let issued = normative + numbers.below(3);
    let _ = write!(
        text,
        r#""disclosure":{{"disclosed":{{"total":{disclosed},"normative":{normative},"normative_issued":{issued}}},"channels":{{"gazette":{},"website":{},"weibo":{},"wechat":{},"other":{}}}}},"#,
        channels[0], channels[1], channels[2], channels[3], channels[4]
    );
    let press = numbers.figure();
    let by_head = numbers.below(press + 1);
    let mark = if numbers.below(3) == 0 { "\"/\"" } else { "0" };
    let _ = write!(
        text,
        r#""response":{{"responses":{},"channels":{{"press":{{"total":{press},"by_head":{by_head}}},"interviews":{{"total":{mark},"by_head":{mark}}},"articles":{},"social_media":{mark},"other":{mark}}}}},"#,
        numbers.figure(),
        numbers.figure()
    );
    text.push_str(r#""requests":{"received":"#);
    let received = broken_down(text, numbers, &["in_person", "fax", "online", "letter"], wrong);
    text.push_str(r#","completed":"#);
    broken_down(text, numbers, &["on_time", "extended"], false);
    text.push_str(r#","replied":"#);
    replied(text, numbers);
    let _ = received;
    text.push_str("},");
    for name in ["reviews", "lawsuits"] {
        let _ = write!(text, r#""{name}":"#);
        if numbers.below(4) == 0 {
            text.push_str(r#"{"total":"/","upheld":"/","corrected":"/","other":"/"}"#);
        } else {
            broken_down(text, numbers, &["upheld", "corrected", "other"], false);
        }
        text.push(',');
    }
    let blank = if numbers.below(8) == 0 { "null".to_owned() } else { numbers.below(50).to_string() };
    let _ = write!(
        text,
        r#""complaints":{blank},"fees":"{}.{:02}","organisation":{{"bodies":{},"reading_points":{},"staff":"#,
        numbers.below(3),
        numbers.below(100),
        numbers.below(4),
        numbers.below(9)
    );
    broken_down(text, numbers, &["full_time", "part_time"], false);
    let _ = write!(
        text,
        r#","budget":"{}.{}"}},"meetings":{{"meetings_held":{},"courses":{},"people_trained":{}}}}}"#,
        numbers.below(200),
        1 + numbers.below(9),
        numbers.below(9),
        numbers.below(9),
        numbers.figure()
    );
}

fn broken_down(text: &mut String, numbers: &mut Numbers, parts: &[&str], wrong: bool) -> u64 {
    let figures: Vec<u64> = parts.iter().map(|_| numbers.figure()).collect();
    let total = figures.iter().sum::<u64>() + u64::from(wrong);
    let _ = write!(text, r#"{{"total":{total}"#);
    let blank = numbers.below(30) == 0;
    for (index, (part, figure)) in parts.iter().zip(&figures).enumerate() {
        if blank && index == 0 {
            let _ = write!(text, r#","{part}":null"#);
        } else {
            let _ = write!(text, r#","{part}":{figure}"#);
        }
    }
    text.push('}');
    total
}

fn replied(text: &mut String, numbers: &mut Numbers) {
    let before = ["already_public", "granted", "granted_in_part"];
    let reasons = [
        "state_secret",
        "trade_secret",
        "privacy",
        "security_and_stability",
        "not_government_information",
        "other_law",
    ];
    let after = ["not_this_body", "not_existing", "to_be_amended", "other_route"];
    let mut refused = String::new();
    let mut total = broken_down(&mut refused, numbers, &reasons, false);
    let mut parts = String::new();
    for name in before {
        let figure = numbers.figure();
        total += figure;
        let _ = write!(parts, r#","{name}":{figure}"#);
    }
    let _ = write!(parts, r#","refused":{refused}"#);
    for name in after {
        let figure = numbers.figure();
        total += figure;
        let _ = write!(parts, r#","{name}":{figure}"#);
    }
    let _ = write!(text, r#"{{"total":{total}{parts}}}"#);
}
