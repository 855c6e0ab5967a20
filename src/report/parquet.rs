//! Tables as Parquet: optional columns of UTF-8, 64-bit float and 64-bit integer, Snappy, with units
//! and meanings in the key-value metadata (`COLUMN.unit`, `COLUMN.meaning`, `table.meaning`).

use super::data::{Column, Table, Values};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use std::io::Write;
use std::sync::Arc;

/// The bytes of a Parquet file: one row group, the columns in order.
pub fn bytes(table: &Table) -> Result<Vec<u8>, ParquetError> {
    let mut file = Vec::new();
    let mut writer = Writer::new(&mut file, table)?;
    writer.write(table)?;
    writer.finish()?;
    Ok(file)
}

/// Values that make a row group. Many, for the footer says something of every column of every group, and stays in
/// memory until the end.
const GROUP: usize = 1 << 17;

/// A Parquet file that is written block by block: blocks wait until there are enough of them for a row group.
pub struct Writer<W: Write + Send> {
    file: SerializedFileWriter<W>,
    /// The columns of the next group.
    columns: Vec<Pending>,
    rows: usize,
}

impl<W: Write + Send> Writer<W> {
    /// A file of tables with the columns of this one; its rows are not written.
    pub fn new(out: W, table: &Table) -> Result<Writer<W>, ParquetError> {
        let fields = table.columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
        let schema = Type::group_type_builder(table.name).with_fields(fields).build()?;
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties(table)))?;
        let columns = table.columns.iter().map(|column| Pending::new(&column.values)).collect();
        Ok(Writer { file, columns, rows: 0 })
    }

    /// Adds the rows of a block.
    pub fn write(&mut self, block: &Table) -> Result<(), ParquetError> {
        for (pending, column) in self.columns.iter_mut().zip(&block.columns) {
            pending.add(&column.values);
        }
        self.rows += block.rows();
        if self.rows * self.columns.len() < GROUP { Ok(()) } else { self.write_group() }
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        for column in &mut self.columns {
            if let Some(writer) = group.next_column()? {
                column.write(writer)?;
            }
        }
        self.rows = 0;
        group.close().map(drop)
    }

    /// Writes the rest, and the end of the file.
    pub fn finish(mut self) -> Result<W, ParquetError> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.into_inner()
    }
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.values {
        Values::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Values::Real(_) => (Physical::DOUBLE, None),
        Values::Integer(_) => (Physical::INT64, None),
    };
    let field = Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
    Ok(Arc::new(field.with_logical_type(logical).build()?))
}

fn properties(table: &Table) -> WriterProperties {
    let pair = |key: String, value: &str| KeyValue::new(key, value.to_owned());
    let mut notes = vec![pair("table.meaning".to_owned(), table.meaning)];
    for Column { name, unit, meaning, .. } in &table.columns {
        notes.push(pair(format!("{name}.unit"), unit));
        notes.push(pair(format!("{name}.meaning"), meaning));
    }
    let numbers = table.columns.iter().filter(|column| matches!(column.values, Values::Real(_)));
    // Numbers hardly repeat, and lie anywhere in every group: a dictionary of them and their least and greatest are
    // work for nothing.
    let builder = numbers.fold(WriterProperties::builder(), |builder, column| {
        let path = || ColumnPath::new(vec![column.name.clone()]);
        let builder = builder.set_column_dictionary_enabled(path(), false);
        builder.set_column_statistics_enabled(path(), EnabledStatistics::None)
    });
    builder
        .set_created_by(concat!("hotseat version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::SNAPPY)
        // Of row groups, not of pages: what is kept of a long table until its end stays small.
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(notes))
        .build()
}

/// Values of a column that are not yet written.
enum Pending {
    Text(Levelled<ByteArrayType>),
    Real(Levelled<DoubleType>),
    Integer(Levelled<Int64Type>),
}

impl Pending {
    /// None, of the kind of these.
    fn new(values: &Values) -> Pending {
        match values {
            Values::Text(_) => Pending::Text(Levelled::new()),
            Values::Real(_) => Pending::Real(Levelled::new()),
            Values::Integer(_) => Pending::Integer(Levelled::new()),
        }
    }

    /// Adds values, which are of the same kind.
    fn add(&mut self, values: &Values) {
        match (self, values) {
            (Pending::Text(own), Values::Text(more)) => own.add(more, |word| ByteArray::from(&**word)),
            (Pending::Real(own), Values::Real(more)) => own.add(more, |value| *value),
            (Pending::Integer(own), Values::Integer(more)) => own.add(more, |value| *value),
            _ => {}
        }
    }

    fn write(&mut self, writer: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self {
            Pending::Text(own) => own.write(writer),
            Pending::Real(own) => own.write(writer),
            Pending::Integer(own) => own.write(writer),
        }
    }
}

/// Values that are there, and for each row whether it has one.
struct Levelled<D: DataType> {
    present: Vec<D::T>,
    levels: Vec<i16>,
}

impl<D: DataType> Levelled<D> {
    fn new() -> Self {
        Levelled { present: Vec::new(), levels: Vec::new() }
    }

    fn add<T>(&mut self, values: &[Option<T>], stored: impl Fn(&T) -> D::T) {
        self.levels.extend(values.iter().map(|value| i16::from(value.is_some())));
        self.present.extend(values.iter().flatten().map(stored));
    }

    fn write(&mut self, mut writer: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        writer.typed::<D>().write_batch(&self.present, Some(&self.levels), None)?;
        self.present.clear();
        self.levels.clear();
        writer.close()
    }
}
