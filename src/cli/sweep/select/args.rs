//! Options of `sweep --select`.

use crate::cli::whole_number::whole;
use clap::{Args, ValueEnum};

/// Options of `sweep --select`.
#[derive(Args)]
#[command(next_help_heading = "The best of many points")]
pub(crate) struct SelectArgs {
    /// Find the point where a KPI is best, replicating where it decides: --select "service_level[15 s]" max
    #[arg(long, num_args = 2, value_names = ["KPI", "max|min"])]
    pub(super) select: Option<Vec<String>>,
    /// The smallest difference that matters, which --select needs: "0.5 pp" of a share, "2 s" of a wait
    #[arg(long, value_name = "ZONE", requires = "select", allow_hyphen_values = true)]
    pub(super) indifference: Option<String>,
    /// Who decides [default: kn]
    #[arg(long, requires = "select")]
    pub(super) method: Option<Method>,
    /// Probability with which the best is to be found [default: 0.95]
    #[arg(long, value_name = "SHARE", requires = "select", allow_hyphen_values = true)]
    pub(super) confidence: Option<String>,
    /// Replications of a point at most, with ocba on average; exit code 3 if that is not enough [default: 1000]
    #[arg(long, value_name = "N", requires = "select", value_parser = whole::<u64>(1..=u64::MAX))]
    pub(super) at_most: Option<u64>,
}

/// The procedure that selects the best point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Method {
    /// Kim and Nelson's procedure: the same callers at every point, and a guarantee
    Kn,
    /// Optimal computing budget allocation: independent callers, and an estimate
    Ocba,
}

impl Method {
    fn name(self) -> String {
        self.to_possible_value().map_or(String::new(), |value| value.get_name().to_owned())
    }
}

impl SelectArgs {
    /// Returns whether the best point is asked for, not all of them.
    pub(crate) fn is_asked(&self) -> bool {
        self.select.is_some()
    }

    /// Returns the options as they would be written again.
    pub(super) fn words(&self) -> Vec<String> {
        let given = [
            ("--indifference", self.indifference.clone()),
            ("--method", self.method.map(Method::name)),
            ("--confidence", self.confidence.clone()),
            ("--at-most", self.at_most.map(|count| count.to_string())),
        ];
        let given = given.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?]));
        let select = ["--select".to_owned()].into_iter().chain(self.select.iter().flatten().cloned());
        select.chain(given.flatten()).collect()
    }
}
