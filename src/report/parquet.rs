//! Tables as Parquet: optional columns of UTF-8, 64-bit float and 64-bit integer, Snappy, with units
//! and meanings in the key-value metadata (`COLUMN.unit`, `COLUMN.meaning`, `table.meaning`).

use super::tables::{Column, Table, Values};
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

/// A Parquet file that is written block by block, each a row group.
pub struct Writer<W: Write + Send> {
    file: SerializedFileWriter<W>,
}

impl<W: Write + Send> Writer<W> {
    /// A file of tables with the columns of this one; its rows are not written.
    pub fn new(out: W, table: &Table) -> Result<Writer<W>, ParquetError> {
        let fields = table.columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
        let schema = Type::group_type_builder(table.name).with_fields(fields).build()?;
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties(table)))?;
        Ok(Writer { file })
    }

    /// Writes the rows of a block.
    pub fn write(&mut self, block: &Table) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        for column in &block.columns {
            if let Some(writer) = group.next_column()? {
                write(writer, &column.values)?;
            }
        }
        group.close().map(drop)
    }

    /// Writes the end of the file.
    pub fn finish(self) -> Result<W, ParquetError> {
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
    // Numbers hardly repeat: a dictionary of them is work for nothing.
    let builder = numbers.fold(WriterProperties::builder(), |builder, column| {
        builder.set_column_dictionary_enabled(ColumnPath::new(vec![column.name.clone()]), false)
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

fn write(writer: SerializedColumnWriter<'_>, values: &Values) -> Result<(), ParquetError> {
    match values {
        Values::Text(values) => optional::<ByteArrayType, _>(writer, values, |word| ByteArray::from(&**word)),
        Values::Real(values) => optional::<DoubleType, _>(writer, values, |value| *value),
        Values::Integer(values) => optional::<Int64Type, _>(writer, values, |value| *value),
    }
}

/// Values that are there, and for each row whether it has one.
fn optional<D: DataType, T>(
    mut writer: SerializedColumnWriter<'_>,
    values: &[Option<T>],
    stored: impl Fn(&T) -> D::T,
) -> Result<(), ParquetError> {
    let present: Vec<D::T> = values.iter().flatten().map(stored).collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    writer.typed::<D>().write_batch(&present, Some(&levels), None)?;
    writer.close()
}
