//! A report as a value: sections of headings, notes, facts, tables, lists and charts.
//!
//! A report builds a [`Document`]; a renderer turns it into text ([`super::text`]), and others may turn it into
//! HTML or a spreadsheet. Cells keep their numbers with unit, interval and wanted precision, so that a renderer
//! which writes numbers as numbers needs to parse nothing. Words are already in the reader's language.

use crate::chart::{
    CalendarChart, FrontierChart, HeatChart, LinesChart, LoadChart, SobolChart, TornadoChart, WaitsChart,
};
use crate::stats::Estimate;
use jiff::civil::Date;

/// A report: its sections in reading order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Sections; one without blocks is not shown.
    pub sections: Vec<Section>,
}

/// Blocks that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Whether a new part of the document begins here, such as the next of several comparisons.
    pub starts_part: bool,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The heading of the blocks after it.
    Heading(String),
    /// A sentence of the main text.
    Paragraph(String),
    /// An explanation beside a table or a list; line feeds are preferred places to break the line.
    Note(String),
    /// Labelled values, aligned as two columns.
    Facts(Vec<Fact>),
    /// Labelled values, each a line `label: value`.
    Summary(Vec<Fact>),
    /// Labelled values with range and reason, each a line.
    Entries(Vec<Entry>),
    /// A table.
    Table(Table),
    /// Sentences with bullets.
    List(Vec<String>),
    /// A chart.
    Chart(Box<Chart>),
}

/// A labelled value.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The name of the value.
    pub label: String,
    /// The value.
    pub value: Cell,
}

/// A labelled value with its range and reason; empty parts are left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// The name of the value.
    pub label: String,
    /// The value.
    pub value: String,
    /// The range in which the value is believed to lie.
    pub range: String,
    /// The reason for the value.
    pub reason: String,
}

/// A table for reading.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Columns from left to right.
    pub columns: Vec<Column>,
    /// Rows of as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// Whether the table belongs to the line above it, below which text indents it.
    pub is_nested: bool,
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// Its title; a table without any title has no header.
    pub title: String,
    /// The side to which its cells are aligned.
    pub align: Align,
}

/// The side to which cells are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// To the left: words.
    #[default]
    Left,
    /// To the right: numbers.
    Right,
}

/// One cell of a table, or the value of a fact.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// An empty cell.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A date.
    Date(Date),
    /// A number, or an unknown one.
    Quantity(Quantity),
    /// Several cells in one, with this text between them: "110.2/137.0", "95.1 % passes".
    Joined(Vec<Cell>, &'static str),
}

/// A number with its interval and how to write it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// The value in its base unit: shares from 0 to 1, seconds, counts; none where it is unknown.
    pub value: Option<f64>,
    /// Half of its 95 % interval, in the same unit.
    pub half_width: Option<f64>,
    /// The format in which it is written.
    pub format: Format,
}

/// The format of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A whole number with thousands separated: "1,201,873".
    Count,
    /// A share in per cent: "94.1 %".
    Share,
    /// A share in per cent that is never rounded up to 100 %.
    ShareBelowAll,
    /// Seconds as a duration: "3 min 12 s".
    Duration,
    /// A number with so many decimals; its unit stands in the label or in the title.
    Decimal(usize),
    /// A number with so many decimals, of which a last one of zero is left out.
    DecimalAtMost(usize),
    /// A share in per cent with so many decimals and without the sign, which stands beside it.
    PerCent(usize),
    /// A difference with its sign, marked where its interval excludes zero: "+1.2 pp ± 0.3 *".
    Difference(Unit),
    /// A difference of shares with its sign: "+1.2 pp ± 0.3".
    Points,
}

/// The unit of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Shares; their differences are percentage points.
    Share,
    /// Seconds.
    Seconds,
    /// Counts.
    Count,
}

/// A chart and its name, which is also that of its files.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Its name.
    pub name: String,
    /// Its picture.
    pub picture: Picture,
}

/// The picture of a chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    /// Waits by date, above the windows in which hotlines merge.
    Calendar(CalendarChart),
    /// Load, people and seats through the day.
    Load(LoadChart),
    /// The distribution of waits.
    Waits(WaitsChart),
    /// A KPI over two keys of a sweep.
    Heat(HeatChart),
    /// A KPI over one key of a sweep.
    Lines(LinesChart),
    /// The efficient frontier: the points that no other beats.
    Frontier(FrontierChart),
    /// Sensitivity indices.
    Sobol(SobolChart),
    /// A KPI at the low and the high value of each key.
    Tornado(TornadoChart),
}

impl Document {
    /// Makes a document of sections, without those that are empty.
    pub fn new(sections: impl IntoIterator<Item = Section>) -> Document {
        Document { sections: sections.into_iter().filter(|section| !section.blocks.is_empty()).collect() }
    }
}

impl Section {
    /// Makes a section of blocks.
    pub fn new(blocks: Vec<Block>) -> Section {
        Section { starts_part: false, blocks }
    }
}

impl Table {
    /// Makes a table whose first column is of words and whose others are of numbers.
    pub fn new<T: Into<String>>(titles: impl IntoIterator<Item = T>, rows: Vec<Vec<Cell>>) -> Table {
        Table::aligned(titles, &[0], rows)
    }

    /// Makes a table; `left` lists the columns that are aligned to the left.
    pub fn aligned<T: Into<String>>(
        titles: impl IntoIterator<Item = T>,
        left: &[usize],
        rows: Vec<Vec<Cell>>,
    ) -> Table {
        let column = |(index, title): (usize, T)| Column {
            title: title.into(),
            align: if left.contains(&index) { Align::Left } else { Align::Right },
        };
        Table { columns: titles.into_iter().enumerate().map(column).collect(), rows, is_nested: false }
    }

    /// Makes a table without titles.
    pub fn untitled(columns: usize, left: &[usize], rows: Vec<Vec<Cell>>) -> Table {
        Table::aligned(std::iter::repeat_n("", columns), left, rows)
    }
}

impl Fact {
    /// Makes a fact.
    pub fn new(label: impl Into<String>, value: Cell) -> Fact {
        Fact { label: label.into(), value }
    }
}

impl Cell {
    /// Makes a cell of words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// Makes a cell of a number, or of an unknown one.
    pub fn number(value: Option<f64>, format: Format) -> Cell {
        Cell::Quantity(Quantity { value, half_width: None, format })
    }

    /// Makes a cell of a number with its interval.
    pub fn estimate(estimate: Estimate, format: Format) -> Cell {
        Cell::Quantity(Quantity { value: estimate.mean, half_width: estimate.half_width, format })
    }

    /// Makes a cell of a date, or of an unknown one.
    pub fn date(date: Option<Date>) -> Cell {
        date.map_or_else(Cell::unknown, Cell::Date)
    }

    /// Makes a cell of a number that is unknown.
    pub fn unknown() -> Cell {
        Cell::number(None, Format::Count)
    }
}
