//! Writes tables as Parquet: optional columns of UTF-8, 64-bit float and 64-bit integer, Snappy, with units
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

/// Writes a Parquet file: the columns in order.
pub fn bytes(table: &Table) -> Result<Vec<u8>, ParquetError> {
    let mut file = Vec::new();
    let mut writer = Writer::new(&mut file, table)?;
    writer.write(table)?;
    writer.finish()?;
    Ok(file)
}

/// Values of a row group: many, for the footer has an entry for each column of each group and stays in memory until
/// the end.
const GROUP: usize = 1 << 17;

/// Writes a Parquet file block by block; blocks wait until they fill a row group.
pub struct Writer<W: Write + Send> {
    file: SerializedFileWriter<W>,
    /// The columns of the next group.
    columns: Vec<Pending>,
    rows: usize,
}

impl<W: Write + Send> Writer<W> {
    /// Begins a file with the columns of this table; its rows are not written.
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

    /// Writes the last rows and the footer.
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
    // Numbers hardly repeat and spread over every group: a dictionary and extremes of them would cost work for
    // nothing.
    let builder = numbers.fold(WriterProperties::builder(), |builder, column| {
        let path = || ColumnPath::new(vec![column.name.clone()]);
        let builder = builder.set_column_dictionary_enabled(path(), false);
        builder.set_column_statistics_enabled(path(), EnabledStatistics::None)
    });
    builder
        .set_created_by(concat!("hotseat version ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::SNAPPY)
        // By row group, not by page: the footer of a long table stays small.
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
    /// Makes an empty column of the kind of these values.
    fn new(values: &Values) -> Pending {
        match values {
            Values::Text(_) => Pending::Text(Levelled::new()),
            Values::Real(_) => Pending::Real(Levelled::new()),
            Values::Integer(_) => Pending::Integer(Levelled::new()),
        }
    }

    /// Adds values of the same kind.
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

/// Values present, and for each row whether it has one.
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
