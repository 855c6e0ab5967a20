//! The journal of a sweep: results as they come, appended and checksummed, in order of point.
//!
//! ```text
//! file    = magic, record (the header as JSON), record per point
//! record  = length of the payload (u32), CRC-32 of length and payload (u32), payload; little endian
//! payload = number of cells (u32), each its length (u32) and text; then the outcome's bytes
//! ```
//!
//! A selection's journal has its rounds in place of points.
//!
//! What a crash, a kill or a full disk leaves half written fails its checksum: reading ends before it, and
//! whoever resumes cuts it off. The file is locked while it is written.

use super::header::Header;
use crate::report::sweep::Row;
use crate::sweep::Outcome;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// First bytes of every journal.
const MAGIC: &[u8; 16] = b"hotseat sweep 2\n";
/// Longest payload that is believed, in bytes.
const LONGEST: u32 = 1 << 30;
/// Bytes of a payload for which room is made before any is there.
const BELIEVED: u32 = 1 << 16;
/// How often what is written is forced to the disk.
const SYNC: Duration = Duration::from_secs(2);

/// A journal that is being written.
pub(super) struct Journal {
    file: File,
    synced: Instant,
}

/// What became of opening a journal.
pub(super) enum Opened {
    /// It is ours.
    Ours(Journal),
    /// Another process is writing it.
    Busy,
}

impl Journal {
    /// Opens or makes the file and locks it; nothing is read or written.
    pub(super) fn open(path: &Path) -> io::Result<Opened> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Opened::Ours(Journal { file, synced: Instant::now() })),
            Err(TryLockError::WouldBlock) => Ok(Opened::Busy),
            // A file system without locks: whoever starts a sweep twice there is on his own.
            Err(TryLockError::Error(_)) => Ok(Opened::Ours(Journal { file, synced: Instant::now() })),
        }
    }

    /// One that leaves no trace.
    pub(super) fn unnamed() -> io::Result<Journal> {
        Ok(Journal { file: tempfile::tempfile()?, synced: Instant::now() })
    }

    /// Begins anew.
    pub(super) fn begin(&mut self, header: &Header) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(MAGIC)?;
        let text = serde_json::to_vec(header)?;
        let mut record = Vec::new();
        put_record(&mut record, |out| out.extend(text));
        self.file.write_all(&record)?;
        self.file.sync_data()
    }

    /// Goes on after the last whole record; what follows it is cut off. Number of records.
    pub(super) fn resume(&mut self) -> io::Result<u64> {
        let mut records = Records::of(&self.file)?;
        let mut count = 0;
        while records.skip()? {
            count += 1;
        }
        let end = records.end;
        self.file.set_len(end)?;
        self.file.seek(SeekFrom::Start(end))?;
        Ok(count)
    }

    /// Appends what came of points.
    pub(super) fn append(&mut self, rows: &[Row]) -> io::Result<()> {
        let mut records = Vec::new();
        rows.iter().for_each(|row| put_record(&mut records, |out| put_row(out, row)));
        self.append_records(&records)
    }

    /// Appends a record with this payload.
    pub(super) fn append_payload(&mut self, payload: &[u8]) -> io::Result<()> {
        let mut record = Vec::new();
        put_record(&mut record, |out| out.extend(payload));
        self.append_records(&record)
    }

    fn append_records(&mut self, records: &[u8]) -> io::Result<()> {
        self.file.write_all(records)?;
        if self.synced.elapsed() >= SYNC {
            self.file.sync_data()?;
            self.synced = Instant::now();
        }
        Ok(())
    }

    /// Forces everything to the disk.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// The records, from the first.
    pub(super) fn records(&self) -> io::Result<Records> {
        Records::of(&self.file)
    }
}

/// Puts a payload with its length and checksum before it.
fn put_record(out: &mut Vec<u8>, put_payload: impl FnOnce(&mut Vec<u8>)) {
    let start = out.len();
    out.extend([0; 8]);
    put_payload(out);
    let (head, payload) = out[start..].split_at_mut(8);
    let length = (payload.len() as u32).to_le_bytes();
    head[..4].copy_from_slice(&length);
    head[4..].copy_from_slice(&checksum(length, payload).to_le_bytes());
}

fn checksum(length: [u8; 4], payload: &[u8]) -> u32 {
    let mut hash = crc32fast::Hasher::new();
    hash.update(&length);
    hash.update(payload);
    hash.finalize()
}

fn put_row(out: &mut Vec<u8>, row: &Row) {
    out.extend((row.cells.len() as u32).to_le_bytes());
    for cell in &row.cells {
        out.extend((cell.len() as u32).to_le_bytes());
        out.extend(cell.as_bytes());
    }
    row.outcome.put_bytes(out);
}

fn row(payload: &[u8]) -> Option<Row> {
    let (count, mut rest) = payload.split_first_chunk::<4>()?;
    let mut cells = Vec::new();
    for _ in 0..u32::from_le_bytes(*count) {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (text, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        cells.push(std::str::from_utf8(text).ok()?.to_owned());
        rest = after;
    }
    Some(Row { cells, outcome: Outcome::from_bytes(rest)? })
}

/// A journal that is being read, record by record.
pub(super) struct Records {
    file: BufReader<File>,
    /// The sweep; none where the journal breaks off before that.
    pub(super) header: Option<Header>,
    /// Where the last whole record ends.
    end: u64,
}

impl Records {
    /// Reads a journal from its beginning.
    pub(super) fn open(path: &Path) -> io::Result<Records> {
        Records::of(&File::open(path)?)
    }

    fn of(file: &File) -> io::Result<Records> {
        let mut file = BufReader::with_capacity(1 << 16, file.try_clone()?);
        file.rewind()?;
        let mut records = Records { file, header: None, end: 0 };
        let mut magic = [0; MAGIC.len()];
        if !records.fill(&mut magic)? || magic != *MAGIC {
            return Ok(records);
        }
        records.end = MAGIC.len() as u64;
        records.header = records.payload()?.and_then(|text| serde_json::from_slice(&text).ok());
        Ok(records)
    }

    /// Reading begins anew at the first point.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        *self = Records::of(self.file.get_ref())?;
        Ok(())
    }

    /// The next point; none at the end or where the journal breaks off.
    pub(super) fn next(&mut self) -> io::Result<Option<Row>> {
        Ok(self.payload()?.and_then(|payload| row(&payload)))
    }

    /// Passes over a point; whether there was one.
    pub(super) fn skip(&mut self) -> io::Result<bool> {
        let before = self.end;
        let found = self.payload()?.is_some();
        if !found {
            self.end = before;
        }
        Ok(found)
    }

    /// The next record; none at the end or where the journal breaks off.
    pub(super) fn payload(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (mut length, mut sum) = ([0; 4], [0; 4]);
        if !self.fill(&mut length)? || !self.fill(&mut sum)? {
            return Ok(None);
        }
        let size = u32::from_le_bytes(length);
        if size > LONGEST {
            return Ok(None);
        }
        let mut payload = Vec::with_capacity(size.min(BELIEVED) as usize);
        let read = (&mut self.file).take(u64::from(size)).read_to_end(&mut payload)?;
        if read as u64 != u64::from(size) || checksum(length, &payload) != u32::from_le_bytes(sum) {
            return Ok(None);
        }
        self.end += 8 + u64::from(size);
        Ok(Some(payload))
    }

    /// Fills the bytes; false at the end of the file.
    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<bool> {
        match self.file.read_exact(bytes) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(error),
        }
    }
}
