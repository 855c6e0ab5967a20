//! Tables as spreadsheets save them: every encoding, separator and form of a value is read as the same plan, and `check`
//! says what a file was taken for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use crate::workdir::studies::{centre, column, done, refused};
use hotseat::model::Model;
use hotseat::scenario::{self, Loaded};
use std::path::Path;
use std::sync::OnceLock;

const PLAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/jilin-2021");

/// A copy of the shipped plan whose tables were saved otherwise.
fn saved(save: impl Fn(&str, &str) -> Vec<u8>) -> Result<Loaded, String> {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(PLAN).unwrap() {
        let path = entry.unwrap().path();
        let (name, bytes) = (path.file_name().unwrap(), std::fs::read(&path).unwrap());
        let is_table = path.extension().is_some_and(|end| end == "csv");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let bytes = if is_table { save(name.to_str().unwrap(), &text) } else { bytes };
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let here = format!("{}/", folder.path().display());
    scenario::load(folder.path()).map_err(|problems| problems.render().replace(&here, ""))
}

/// Saves a text as bytes.
type Save = Box<dyn Fn(&str) -> Vec<u8>>;

fn as_shipped() -> &'static Loaded {
    static SHIPPED: OnceLock<Loaded> = OnceLock::new();
    SHIPPED.get_or_init(|| scenario::load(Path::new(PLAN)).unwrap())
}

/// The notes of a plan that the shipped one has not.
fn more_notes(loaded: &Loaded) -> Vec<String> {
    let own = &as_shipped().plan.as_ref().unwrap().notes;
    let all = &loaded.plan.as_ref().unwrap().notes;
    all.iter().filter(|note| !own.contains(note)).map(|note| format!("{} / {}", note.en, note.zh)).collect()
}

fn records(text: &str) -> Vec<Vec<String>> {
    let text = text.trim_start_matches('\u{feff}');
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.into_records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn written(records: &[Vec<String>], separator: u8) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    records.iter().for_each(|record| writer.write_record(record).unwrap());
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn every_encoding_gives_the_same_plan_and_a_note() {
    let want = &as_shipped().model;
    let little = |text: &str| utf16(text, u16::to_le_bytes);
    let big = |text: &str| utf16(text, u16::to_be_bytes);
    let cases: [(&str, Save); 6] = [
        ("", Box::new(|text| [b"\xef\xbb\xbf", text.as_bytes()].concat())),
        ("UTF-16", Box::new(move |text| [&b"\xff\xfe"[..], &little(text)].concat())),
        ("UTF-16", Box::new(move |text| [&b"\xfe\xff"[..], &big(text)].concat())),
        ("UTF-16", Box::new(move |text| little(text))),
        ("UTF-16", Box::new(move |text| big(text))),
        ("GB18030", Box::new(|text| encoding_rs::GB18030.encode(text).0.into_owned())),
    ];
    for (name, save) in cases {
        let loaded = saved(|_, text| save(text.trim_start_matches('\u{feff}'))).unwrap();
        assert!(&loaded.model == want, "{name}");
        let notes = more_notes(&loaded);
        let said = |file: &str| {
            notes.iter().any(|note| note.starts_with(&format!("{file} was read as {name} text / {file} 按")))
        };
        assert!(
            name.is_empty() == notes.is_empty() && (name.is_empty() || said("hotlines.csv")),
            "{notes:#?}"
        );
    }
}

#[test]
fn semicolons_with_decimal_commas_and_tabs_give_the_same_plan_and_a_note() {
    let want = &as_shipped().model;
    let with_commas = |_: &str, text: &str| {
        let comma = |field: &String| match field.split_once('.') {
            Some((whole, rest)) if whole.parse::<u32>().is_ok() => format!("{whole},{rest}"),
            _ => field.clone(),
        };
        let records: Vec<Vec<String>> = records(text).iter().map(|r| r.iter().map(comma).collect()).collect();
        written(&records, b';').into_bytes()
    };
    let loaded = saved(with_commas).unwrap();
    assert!(&loaded.model == want);
    let notes = more_notes(&loaded).join("\n");
    assert!(
        notes
            .contains("sites.csv was read as UTF-8 text separated by semicolons with commas before decimals"),
        "{notes}"
    );
    let loaded = saved(|_, text| utf16(&written(&records(text), b'\t'), u16::to_le_bytes)).unwrap();
    assert!(&loaded.model == want);
    assert!(more_notes(&loaded).join("\n").contains("sites.csv was read as UTF-16 text separated by tabs"));
    let named = saved(|_, text| format!("sep=;\n{}", written(&records(text), b';')).into_bytes()).unwrap();
    assert!(&named.model == want);
}

/// A field as Excel shows it.
fn excel(field: &str) -> String {
    if let Ok(date) = field.parse::<jiff::civil::Date>() {
        return format!("{}/{}/{}", date.year(), date.month(), date.day());
    }
    if let Some(seconds) = field.strip_suffix(" s").and_then(|s| s.parse::<u32>().ok()) {
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    match field {
        "true" => "TRUE".to_owned(),
        "false" => "FALSE".to_owned(),
        "full" => "Full".to_owned(),
        other => other.to_owned(),
    }
}

#[test]
fn dates_times_truths_headers_and_blank_cells_of_excel_give_the_same_plan() {
    let save = |_: &str, text: &str| {
        let mut all = records(text);
        let blank = vec![String::new(); all[0].len()];
        all[0] = all[0]
            .iter()
            .enumerate()
            .map(|(i, name)| if i % 2 == 0 { name.to_uppercase() } else { format!(" {name} ") })
            .collect();
        all[1..].iter_mut().flatten().for_each(|field| *field = excel(field));
        all.extend([blank.clone(), blank]);
        all.iter_mut().for_each(|record| record.extend([String::new(), String::new()]));
        written(&all, b',').into_bytes()
    };
    let loaded = saved(save).unwrap_or_else(|shown| panic!("{shown}"));
    assert!(loaded.model == as_shipped().model);
    assert!(more_notes(&loaded).is_empty());
}

/// The model of the shipped plan with a text of one table replaced.
fn with(file: &str, old: &str, new: &str) -> Result<Loaded, String> {
    saved(|name, text| {
        let changed = text.replacen(old, new, 1);
        assert!(name != file || changed != text, "{old}");
        if name == file { changed.into_bytes() } else { text.as_bytes().to_vec() }
    })
}

fn same(loaded: Result<Loaded, String>) -> bool {
    let model: Model = loaded.unwrap_or_else(|shown| panic!("{shown}")).model;
    model == as_shipped().model
}

#[test]
fn numbers_of_spreadsheets_are_read() {
    let plan = std::fs::read_to_string(format!("{PLAN}/sites.csv")).unwrap();
    let people = plan.lines().nth(1).unwrap().split(',').nth(3).unwrap().to_owned();
    let number: u64 = people.parse().unwrap();
    let grouped = format!("{},{:03},{:03}", number / 1_000_000, number / 1000 % 1000, number % 1000);
    for other in
        [format!("\"{grouped}\""), grouped.replace(',', " "), format!("{number}E+0"), format!("\"{number}\"")]
    {
        assert!(same(with("sites.csv", &people, &other)), "{other}");
    }
    for yes in ["是", "yes", "TRUE"] {
        assert!(same(with("hotlines.csv", ",true,", &format!(",{yes},"))), "{yes}");
    }
    for (old, new) in
        [("2021-09-01", "2021年9月1日"), ("2021-09-01", "2021-9-1"), ("2021-09-01", "2021/9/1 0:00")]
    {
        assert!(same(with("hotlines.csv", old, new)), "{new}");
    }
}

#[test]
fn a_unit_in_a_header_is_read_and_an_unknown_one_refused() {
    let seconds = |text: &str| text.replace(",aht,", ",AHT (s),").replace(" s,", ",");
    let save = |name: &str, text: &str| match name {
        "hotlines.csv" => seconds(text).into_bytes(),
        _ => text.as_bytes().to_vec(),
    };
    assert!(same(saved(save)));
    let shown = with("hotlines.csv", ",aht,", ",aht (fortnights),").unwrap_err();
    assert!(shown.contains("unknown column `aht (fortnights)`"), "{shown}");
    assert!(shown.contains("`fortnights` is not known as a unit"), "{shown}");
    assert!(
        shown.ends_with("1 error in 1 file; nothing was run.\n")
            || shown.ends_with("1 error; nothing was run.\n"),
        "{shown}"
    );
}

#[test]
fn what_may_mean_two_things_is_refused_with_both() {
    let shown = with("hotlines.csv", ",150 s,", ",7:15,").unwrap_err();
    assert!(
        shown.contains("`435 s` if these are minutes and seconds, `26100 s` if they are hours"),
        "{shown}"
    );
    let tabs = |name: &str, text: &str| match name {
        "sites.csv" => {
            let mut all = records(text);
            all[1][3] = "1,234".to_owned();
            all.truncate(2);
            all[1].iter_mut().skip(4).for_each(String::clear);
            written(&all, b';').into_bytes()
        }
        _ => text.as_bytes().to_vec(),
    };
    let shown = saved(tabs).unwrap_err();
    assert!(shown.contains("sites.csv:2, column `people`\n   | found `1,234`"), "{shown}");
}

#[test]
fn hidden_characters_and_ids_cut_short_are_refused_alone() {
    for (hidden, code) in [("\0", "U+0000"), ("\u{200b}", "U+200B"), ("\u{7}", "U+0007")] {
        let shown = with("sites.csv", "changchun", &format!("chang{hidden}chun")).unwrap_err();
        assert!(
            shown.contains(&format!("holds the hidden character {code}\n  --> sites.csv:2, column `id`")),
            "{shown}"
        );
        assert!(shown.ends_with("1 error; nothing was run.\n"), "{shown}");
    }
    let toml = centre("").replace("\"12345\"", "\"12\\u0000345\"");
    let folder = Workdir::new();
    folder.write("centre.toml", &toml);
    assert!(
        refused(&folder, &["check", "centre.toml"]).contains("`number` holds the hidden character U+0000")
    );
    let shown = with("hotlines.csv", ",9,12330,", ",9,1.23E+04,").unwrap_err();
    assert!(shown.contains("1.23E+04 is a number cut short by a spreadsheet"), "{shown}");
}

#[test]
fn a_workbook_and_another_encoding_are_named() {
    let workbook = saved(|_, _| b"PK\x03\x04\x14\0".to_vec()).unwrap_err();
    assert!(workbook.contains("file is a workbook, not a table in CSV"), "{workbook}");
    let western = saved(|name, text| match name {
        "sites.csv" => text
            .bytes()
            .flat_map(|b| if b == b'u' { vec![0xfc] } else { vec![b] })
            .filter(u8::is_ascii)
            .chain(*b"\xe9t\xe9")
            .collect(),
        _ => text.as_bytes().to_vec(),
    })
    .unwrap_err();
    assert!(western.contains("file is not text in UTF-8, UTF-16 or GB18030"), "{western}");
}

#[test]
fn a_header_that_lacks_the_ids_is_one_error() {
    let shown = with("sites.csv", "id,", "place,").unwrap_err();
    assert!(shown.contains("missing column `id`") && shown.contains("unknown column `place`"), "{shown}");
    assert!(shown.ends_with("2 errors in 1 file; nothing was run.\n"), "{shown}");
    let twice = with("sites.csv", "people", "ID").unwrap_err();
    assert!(twice.contains("column `id` appears twice"), "{twice}");
}

/// `check` of a centre whose talk is a file of durations.
fn observed(bytes: &[u8], lang: &str) -> String {
    let folder = Workdir::new();
    let talk = "talk = { distribution = \"empirical\", file = \"t.csv\" }";
    folder.write(
        "centre.toml",
        &centre("").replace("talk = { distribution = \"exponential\", mean = \"120 s\" }", talk),
    );
    std::fs::write(folder.path().join("t.csv"), bytes).unwrap();
    let said = folder.hotseat(&["check", "centre.toml", "--lang", lang]);
    said.stdout + &said.stderr
}

#[test]
fn observed_durations_are_read_as_spreadsheets_save_them() {
    let mean = |said: &str| {
        said.lines().find_map(|line| {
            line.trim().strip_prefix("mean handle time")?.trim().split(' ').next()?.parse::<f64>().ok()
        })
    };
    for (text, want) in [
        ("\"300\"\n\"120\"\n\"180\"\n", 200.0),
        ("AHT (min)\n2\n3\n4\n", 180.0),
        ("talk_min\n2\n3\n4\n", 180.0),
        ("通话时长（分钟）\n2\n3\n4\n", 180.0),
        ("通话时长 秒\n120\n180\n240\n", 180.0),
        ("seconds\n1,080\n", 1080.0),
        ("\"1,080\"\n", 1080.0),
        ("t;\n1,5;\n2,5;\n", 2.0),
        ("0:04:30\n0:01:30\n,,\n", 180.0),
        ("1e+02\n2E2,\n", 150.0),
    ] {
        // A comma without quotes is a separator.
        let text = text.replace("\n1,080\n", "\n\"1,080\"\n");
        let said = observed(text.as_bytes(), "en");
        assert_eq!(mean(&said), Some(want), "{text}\n{said}");
    }
    let utf16 = observed(&utf16("talk\n300\n300\n", u16::to_le_bytes), "en");
    assert!(mean(&utf16) == Some(300.0) && utf16.contains("- t.csv was read as UTF-16 text\n"), "{utf16}");
    assert!(observed("时长（天数）\n300\n".as_bytes(), "en").contains("below the unknown unit `天数`"));
    assert!(observed(b"n/a\n300\n", "en").contains("t.csv:1"), "an absent value is no header");
}

#[test]
fn a_handle_time_of_a_few_seconds_is_questioned() {
    let said = observed(b"AHT\n2\n3\n4\n", "en");
    assert!(
        said.contains("12345: calls are handled in 3.0 s on average: check the unit of its times"),
        "{said}"
    );
    assert!(observed(b"2\n3\n4\n", "zh").contains("12345：平均处理时长仅 3.0 秒，请核对时长的单位"));
    assert!(!observed(b"20\n30\n", "en").contains("check the unit"));
    let plan = with("hotlines.csv", ",150 s,", ",2.5 s,").unwrap();
    assert!(
        more_notes(&plan).iter().any(|note| note.contains("in 2.5 s on average")),
        "{:#?}",
        more_notes(&plan)
    );
    let folder = Workdir::new();
    let erlang = ["erlang", "c", "--calls-per-hour", "120", "--aht", "3", "--agents", "12"];
    let said = done(&folder, &erlang);
    assert!(
        said.starts_with(
            " 120 calls per hour, mean handle time 3 s, load 0.1 erlangs\n a handle time of 3 s is short"
        ),
        "{said}"
    );
    let said = done(&folder, &[&erlang[..], &["--lang", "zh"]].concat());
    assert!(said.starts_with(" 每小时 120 个来电，平均处理时长 3 秒"), "{said}");
    let usual = done(&folder, &["erlang", "b", "--calls-per-hour", "60", "--aht", "5 min", "--agents", "9"]);
    assert!(
        usual.starts_with(" 60 calls per hour, mean handle time 300 s (5 min), load 5 erlangs\n\n"),
        "{usual}"
    );
}

/// A folder with a centre and a study of a list.
fn listed(list: &[u8]) -> Workdir {
    let folder = Workdir::new();
    folder.write("centre.toml", &centre(""));
    folder.write(
        "study.toml",
        "scenario = \"centre.toml\"\nreplications = 2\ndesign = \"list\"\nlist = \"list.csv\"\n",
    );
    std::fs::write(folder.path().join("list.csv"), list).unwrap();
    folder
}

#[test]
fn a_list_of_a_sweep_is_read_as_every_table() {
    for list in [
        &b"front_line.agents;hotline.12345.calls_per_hour\n9;1200,5\n"[..],
        b"front_line.agents,hotline.12345.calls_per_hour,\n9,\"1,200.5\",\n,,\n",
        b"\xef\xbb\xbffront_line.agents\thotline.12345.calls_per_hour\r\n9\t1.2005E+03\r\n",
    ] {
        let folder = listed(list);
        let said = folder.hotseat(&["sweep", "study.toml", "--out", "out"]);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        assert_eq!(column(&folder, "out/points.csv", "hotline.12345.calls_per_hour"), ["1200.5"]);
        assert_eq!(
            said.stderr.contains("note: list.csv was read as UTF-8 text separated by"),
            list.contains(&b';') || list.contains(&b'\t'),
            "{}",
            said.stderr
        );
    }
    let folder = listed("hotline.12345.talk.mean [min]\n3\n0:04:30\n".as_bytes());
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    assert_eq!(column(&folder, "out/points.csv", "hotline.12345.talk.mean"), ["180", "270"]);
}
