//! Numbers that move from memory to a file without a name as soon as they are many: memory does not grow with them.

use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;
use tempfile::SpooledTempFile;

/// Bytes that stay in memory.
const IN_MEMORY: usize = 1 << 18;

/// Numbers that are written one after another, and read all together.
pub(super) struct SpooledNumbers {
    file: BufWriter<SpooledTempFile>,
}

impl SpooledNumbers {
    /// Makes an empty series; many numbers go into a file in this folder, else in the system's for such files.
    pub(super) fn new(folder: Option<&Path>) -> SpooledNumbers {
        let file = match folder {
            Some(folder) => tempfile::spooled_tempfile_in(IN_MEMORY, folder),
            None => tempfile::spooled_tempfile(IN_MEMORY),
        };
        SpooledNumbers { file: BufWriter::new(file) }
    }

    /// Adds numbers at the end.
    pub(super) fn push(&mut self, values: &[f64]) -> io::Result<()> {
        values.iter().try_for_each(|value| self.file.write_all(&value.to_le_bytes()))
    }

    /// Reads all numbers, in order.
    pub(super) fn all(&mut self) -> io::Result<Vec<f64>> {
        self.file.flush()?;
        let file = self.file.get_mut();
        let length = file.seek(io::SeekFrom::End(0))?;
        file.rewind()?;
        let (mut values, mut bytes) = (Vec::with_capacity(length as usize / 8), [0; 8]);
        let mut reader = io::BufReader::new(&mut *file);
        for _ in 0..length / 8 {
            reader.read_exact(&mut bytes)?;
            values.push(f64::from_le_bytes(bytes));
        }
        file.seek(io::SeekFrom::End(0))?;
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_were_written_in_memory_and_out_of_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut numbers = SpooledNumbers::new(Some(folder.path()));
        let mut written: Vec<f64> = Vec::new();
        for count in [0, 1, 1000, IN_MEMORY / 8, 3] {
            let more: Vec<f64> = (0..count).map(|n| (n as f64).sqrt() - 7.0).collect();
            numbers.push(&more).unwrap();
            written.extend(more);
            assert_eq!(numbers.all().unwrap(), written);
        }
        assert!(numbers.file.get_ref().is_rolled());
        let names = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 0, "a file without a name");
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let mut numbers = SpooledNumbers::new(Some(Path::new("/no/such/folder")));
        assert!(numbers.push(&vec![1.0; IN_MEMORY]).is_err());
    }
}
