//! The journal of a sweep: records appended as they come, each with a checksum.
//!
//! ```text
//! file   = magic, record (the head: the sweep's identity as JSON), record per point or round
//! record = length of the payload (u32), CRC-32 of length and payload (u32), payload; little endian
//! ```
//!
//! A record that a crash, a kill or a full disk leaves half written fails its checksum: reading ends before it, and
//! resuming cuts it off. The file is locked while it is written.

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
/// The interval at which what is written is forced to the disk.
const SYNC: Duration = Duration::from_secs(2);

/// A journal that is being written.
pub(super) struct Journal {
    file: File,
    synced: Instant,
}

/// The result of opening a journal.
pub(super) enum Opened {
    /// It is locked for this process.
    Ours(Journal),
    /// Another process is writing it.
    Busy,
}

/// What is left of a journal that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Resumed {
    /// Its whole records.
    pub(super) records: u64,
    /// Bytes behind them that were cut off: broken off or damaged.
    pub(super) cut: u64,
}

impl Journal {
    /// Opens or makes the file and locks it; nothing is read or written.
    pub(super) fn open(path: &Path) -> io::Result<Opened> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Opened::Ours(Journal { file, synced: Instant::now() })),
            Err(TryLockError::WouldBlock) => Ok(Opened::Busy),
            // A file system without locks does not keep a sweep from being started twice.
            Err(TryLockError::Error(_)) => Ok(Opened::Ours(Journal { file, synced: Instant::now() })),
        }
    }

    /// One that leaves no trace.
    pub(super) fn unnamed() -> io::Result<Journal> {
        Ok(Journal { file: tempfile::tempfile()?, synced: Instant::now() })
    }

    /// Empties the file and begins with a head.
    pub(super) fn begin(&mut self, head: &[u8]) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(MAGIC)?;
        let mut record = Vec::new();
        put_record(&mut record, |out| out.extend_from_slice(head));
        self.file.write_all(&record)?;
        self.file.sync_data()
    }

    /// Goes on after the last whole record and cuts off what follows it.
    pub(super) fn resume(&mut self) -> io::Result<Resumed> {
        let mut records = Records::of(&self.file)?;
        let mut count = 0;
        while records.skip()? {
            count += 1;
        }
        let (end, length) = (records.end, self.file.metadata()?.len());
        self.file.set_len(end)?;
        self.file.seek(SeekFrom::Start(end))?;
        Ok(Resumed { records: count, cut: length.saturating_sub(end) })
    }

    /// Appends a record for each of some items, whose payload `put` writes.
    pub(super) fn append<T>(&mut self, items: &[T], put: impl Fn(&T, &mut Vec<u8>)) -> io::Result<()> {
        let mut records = Vec::new();
        items.iter().for_each(|item| put_record(&mut records, |out| put(item, out)));
        self.file.write_all(&records)?;
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

    /// Returns the records, from the first.
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

/// A journal that is being read, record by record.
pub(super) struct Records {
    file: BufReader<File>,
    /// The head; none where the journal breaks off before its end.
    pub(super) head: Option<Vec<u8>>,
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
        let mut records = Records { file, head: None, end: 0 };
        let mut magic = [0; MAGIC.len()];
        if !records.fill(&mut magic)? || magic != *MAGIC {
            return Ok(records);
        }
        records.end = MAGIC.len() as u64;
        records.head = records.payload()?;
        Ok(records)
    }

    /// Goes back to the first record after the head.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        *self = Records::of(self.file.get_ref())?;
        Ok(())
    }

    /// Passes over a record; returns whether there was one.
    pub(super) fn skip(&mut self) -> io::Result<bool> {
        let before = self.end;
        let found = self.payload()?.is_some();
        if !found {
            self.end = before;
        }
        Ok(found)
    }

    /// Returns the payload of the next record; none at the end or where the journal breaks off.
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

    /// Fills the bytes; returns false at the end of the file.
    fn fill(&mut self, bytes: &mut [u8]) -> io::Result<bool> {
        match self.file.read_exact(bytes) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
            Err(error) => Err(error),
        }
    }
}
