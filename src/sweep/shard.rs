//! Parts of a sweep, for several machines.

use std::ops::Range;

/// Part `index` (from 1) of `of`: consecutive points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Number of the part, from 1.
    pub index: u64,
    /// Number of parts.
    pub of: u64,
}

impl Shard {
    /// All points.
    pub const WHOLE: Shard = Shard { index: 1, of: 1 };

    /// Reads `I/N`; an error says how to write it.
    pub fn parse(text: &str) -> Result<Shard, String> {
        let form = "write I/N, the I-th of N parts: 3/8";
        let (index, of) = text.split_once('/').ok_or(form)?;
        let number = |text: &str| text.trim().parse::<u64>().map_err(|_| form.to_owned());
        let shard = Shard { index: number(index)?, of: number(of)? };
        match (1..=shard.of).contains(&shard.index) && shard.of < 1 << 32 {
            true => Ok(shard),
            false => Err(form.to_owned()),
        }
    }

    /// Returns its points, of so many. Parts differ by one point at most.
    pub fn range(self, points: u64) -> Range<u64> {
        let bound = |part: u64| (u128::from(points) * u128::from(part) / u128::from(self.of)) as u64;
        bound(self.index - 1)..bound(self.index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_cover_every_point_once_and_differ_by_one_point_at_most() {
        for (points, of) in [(10, 3), (3, 10), (100_000, 7), (1, 1), (u64::MAX, 3)] {
            let ranges: Vec<_> = (1..=of).map(|index| Shard { index, of }.range(points)).collect();
            assert_eq!((ranges[0].start, ranges[of as usize - 1].end), (0, points));
            assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start));
            let sizes = ranges.iter().map(|range| range.end - range.start);
            assert!(sizes.clone().max().unwrap() - sizes.min().unwrap() <= 1);
        }
    }

    #[test]
    fn a_shard_is_written_i_of_n() {
        assert_eq!(Shard::parse("3/8"), Ok(Shard { index: 3, of: 8 }));
        for wrong in ["0/3", "4/3", "3", "a/b", "1/0", "-1/2"] {
            assert!(Shard::parse(wrong).is_err(), "{wrong}");
        }
    }
}
