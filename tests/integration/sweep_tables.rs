//! Tables of sweeps: what stands in the columns of varied keys, with units and types.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use crate::workdir::Workdir;
use crate::workdir::studies::{self, Row, centre, column, done, rows, table};
use parquet::basic::Type;
use parquet::file::reader::{FileReader, SerializedFileReader};

fn folder(study: &str) -> Workdir {
    studies::folder(&centre(""), study)
}

/// The row of `columns.csv` about a column.
#[track_caller]
fn documented(folder: &Workdir, table: &str, column: &str) -> Row {
    let all = rows(folder, "out/columns.csv");
    all.into_iter().find(|row| row["table"] == table && row["column"] == column).unwrap()
}

/// The type of a column of a Parquet file, and the unit that it states.
#[track_caller]
fn stored(folder: &Workdir, file: &str, column: &str) -> (Type, String) {
    let file = std::fs::File::open(folder.path().join(file)).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let metadata = reader.metadata().file_metadata();
    let fields = metadata.schema_descr().columns();
    let field = fields.iter().find(|field| field.name() == column).unwrap();
    let notes = metadata.key_value_metadata().unwrap();
    let note = notes.iter().find(|note| note.key == format!("{column}.unit")).unwrap();
    (field.physical_type(), note.value.clone().unwrap_or_default())
}

#[test]
fn varied_durations_are_numbers_in_seconds_in_every_table() {
    let talk = "hotline.12345.talk.mean";
    let folder = folder(&format!(
        "scenario = \"centre.toml\"\nreplications = 2\n[[vary]]\nkey = \"{talk}\"\nvalues = [\"90 s\", \"2 min\"]\n"
    ));
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    for (name, cells) in [
        ("points", &["90", "120"][..]),
        ("replications", &["90", "90", "120", "120"]),
        ("differences", &["120"]),
    ] {
        assert_eq!(column(&folder, &format!("out/{name}.csv"), talk), cells, "{name}");
        assert_eq!(stored(&folder, &format!("out/{name}.parquet"), talk), (Type::DOUBLE, "s".to_owned()));
        let row = documented(&folder, name, talk);
        assert_eq!((&*row["unit"], &*row["type"]), ("s", "real"), "{name}");
    }
    let json: serde_json::Value = serde_json::from_str(&folder.read("out/summary.json")).unwrap();
    assert_eq!(rows(&folder, "out/effects.csv")[1]["value"], "120", "a table can be joined to another");
    assert_eq!((&json["units"][talk], &json["table"][1]["values"][talk]), (&"s".into(), &120.0.into()));
}

#[test]
fn varied_keys_have_the_unit_of_the_scenario() {
    let study = "scenario = \"centre.toml\"\ndesign = \"list\"\nlist = \"list.csv\"\nreplications = 2\n";
    let folder = folder(study);
    let keys = "front_line.agents,hotline.12345.calls_per_hour,hotline.12345.patience.mean";
    folder.write("list.csv", &format!("{keys}\n8,200,1 min\n9,220.5,70 s\n"));
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    for (key, unit, kind) in [
        ("front_line.agents", "agents", "integer"),
        ("hotline.12345.calls_per_hour", "calls per hour", "real"),
        ("hotline.12345.patience.mean", "s", "real"),
    ] {
        let row = documented(&folder, "points", key);
        assert_eq!((&*row["unit"], &*row["type"]), (unit, kind), "{key}");
    }
    assert_eq!(column(&folder, "out/points.csv", "hotline.12345.patience.mean"), ["60", "70"]);
}

/// Words beside a duration are no numbers: nothing of them is lost.
#[test]
fn a_column_of_durations_and_words_stays_text() {
    let study = "scenario = \"centre.toml\"\ndesign = \"list\"\nlist = \"list.csv\"\nreplications = 2\n";
    let folder = folder(study);
    let infinite = "\"{ distribution = \"\"deterministic\"\", value = \"\"30 s\"\" }\"";
    folder.write("list.csv", &format!("hotline.12345.patience\n\n{infinite}\n"));
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let cells = column(&folder, "out/points.csv", "hotline.12345.patience");
    assert_eq!((cells.len(), &*documented(&folder, "points", "hotline.12345.patience")["type"]), (1, "text"));
}

#[test]
fn a_column_that_is_empty_throughout_keeps_its_numeric_type() {
    let study = "scenario = \"centre.toml\"\ndesign = \"list\"\nlist = \"list.csv\"\nreplications = 1\n";
    let folder = folder(study);
    folder.write("list.csv", "front_line.agents,hotline.12345.talk.mean\n8,\n9,\n");
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    for empty in ["hotline.12345.talk.mean", "answer_rate_half_width"] {
        assert!(column(&folder, "out/points.csv", empty).iter().all(String::is_empty), "{empty}");
        assert_eq!(stored(&folder, "out/points.parquet", empty).0, Type::DOUBLE, "{empty}");
        assert_eq!(documented(&folder, "points", empty)["type"], "real", "{empty}");
    }
    let (header, _) = table(&folder, "out/points.csv");
    assert_eq!(header[..3], ["front_line.agents", "hotline.12345.talk.mean", "offered_mean"]);
}

#[test]
fn a_point_that_misses_its_precision_is_marked_and_said_to() {
    let folder = folder(
        "scenario = \"centre.toml\"\nprecision = \"answer_rate 1.5 pp\"\nat_most = 14\n[[vary]]\n\
         key = \"front_line.agents\"\nvalues = [4, 14]\n",
    );
    let said = done(&folder, &["sweep", "study.toml", "--out", "out"]);
    assert_eq!(column(&folder, "out/points.csv", "precision_reached"), ["0", "1"]);
    assert!(said.contains("answer_rate 1.5 pp is not reached within 14 replications at 1 point"), "{said}");
    assert!(said.contains("precision_reached"), "{said}");
    assert_eq!(folder.hotseat(&["sweep", "study.toml", "--json"]).json()["not_precise"], 1);
    let (header, _) = table(&folder, "out/points.csv");
    assert_eq!(header.last().unwrap(), "precision_reached", "behind the columns that every sweep has");
}

#[test]
fn points_of_saltellis_scheme_say_which_matrix_they_are_of() {
    let folder = folder(
        "scenario = \"centre.toml\"\nreplications = 1\ndesign = \"saltelli\"\npoints = 9\n[[vary]]\n\
         key = \"front_line.agents\"\nlow = 7\nhigh = 10\n[[vary]]\nkey = \"hotline.12345.talk.mean\"\nlow = \"100 s\"\nhigh = \"140 s\"\n",
    );
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let all = rows(&folder, "out/points.csv");
    let keys = ["front_line.agents", "hotline.12345.talk.mean"];
    for (row, points) in all.chunks(4).enumerate() {
        let matrices: Vec<&str> = points.iter().map(|point| &*point["matrix"]).collect();
        assert_eq!(matrices, ["A", "B", "AB front_line.agents", "AB hotline.12345.talk.mean"]);
        assert!(points.iter().all(|point| point["row"] == (row + 1).to_string()));
        assert!(points.iter().all(|point| point["scrambling"] == (row % 8 + 1).to_string()));
        for (index, key) in keys.iter().enumerate() {
            let from = |own: &Row| keys.map(|key| own[key].clone());
            let (mut expected, b) = (from(&points[0]), from(&points[1]));
            expected[index] = b[index].clone();
            assert_eq!(from(&points[2 + index]), expected, "{key}");
        }
    }
    let (header, _) = table(&folder, "out/points.csv");
    assert_eq!(header[header.len() - 3..], ["matrix", "row", "scrambling"]);
}

/// Nobody is asked to rate a call at this centre.
#[test]
fn ratings_are_empty_where_nobody_is_asked() {
    let folder = folder(
        "scenario = \"centre.toml\"\nreplications = 2\n[[vary]]\nkey = \"front_line.agents\"\nvalues = [8, 9]\n",
    );
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    for (file, name) in [("points", "satisfaction_mean"), ("replications", "satisfaction")] {
        let cells = column(&folder, &format!("out/{file}.csv"), name);
        assert!(cells.iter().all(String::is_empty), "{file}: {cells:?}");
    }
}

/// A tenth of the calls get through: the worst 24 hours lie below 95 % in every replication.
#[test]
fn the_share_of_replications_below_the_standard_is_their_ratio() {
    let folder = studies::folder(
        &centre("").replace("days = 0.0833333333", "days = 2").replace("agents = 8", "agents = 1"),
        "scenario = \"centre.toml\"\nreplications = 8\n[[vary]]\nkey = \"front_line.agents\"\nvalues = [1]\n",
    );
    done(&folder, &["sweep", "study.toml", "--out", "out"]);
    let row = &rows(&folder, "out/points.csv")[0];
    // The lower end of Wilson's interval of 8 in 8 is 0.676.
    assert_eq!(row["worst_24h_below_95_mean"], "1");
    assert!((studies::real(row, "worst_24h_below_95_half_width") - 0.324).abs() < 1e-3, "{row:?}");
}
