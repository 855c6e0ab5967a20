//! Erlang B, the loss system M/M/n/n (also M/G/n/n): calls that find all agents busy are lost.

use super::{Refused, not_negative};

/// Returns B(n, a): the share of calls lost, for `offered_load` a in erlangs and `servers` n.
///
/// The recursion B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)) (Jagerman, 1974, in the inverse form of
/// [`inverse`]): all terms are positive, so it is stable for any n.
pub fn p_blocked(offered_load: f64, servers: u32) -> Result<f64, Refused> {
    Ok(1.0 / inverse(offered_load, servers)?)
}

/// Returns 1/B(n, a), infinite when B is too small for a double: I(0) = 1, I(k) = 1 + (k/a) I(k-1).
pub fn inverse(offered_load: f64, servers: u32) -> Result<f64, Refused> {
    not_negative("offered load", offered_load)?;
    let mut inverse = 1.0;
    for k in 1..=servers {
        inverse = 1.0 + f64::from(k) / offered_load * inverse;
        if inverse.is_infinite() {
            break;
        }
    }
    Ok(inverse)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_server_loses_its_own_busy_share() {
        for a in [1e-6, 0.5, 1.0, 40.0] {
            assert!((p_blocked(a, 1).unwrap() - a / (1.0 + a)).abs() < 1e-15);
        }
    }

    /// B(n, n) tends to sqrt(2 / (pi n)) (Jagerman, 1974), with relative error of order 1/sqrt(n).
    #[test]
    fn a_hundred_thousand_servers_do_not_overflow() {
        let blocked = p_blocked(1e5, 100_000).unwrap();
        let limit = (2.0 / (std::f64::consts::PI * 1e5)).sqrt();
        assert!((blocked / limit - 1.0).abs() < 0.01, "{blocked}");
        assert_eq!(p_blocked(1.0, 100_000).unwrap(), 0.0);
        assert!((p_blocked(1e9, 100_000).unwrap() - (1.0 - 1e-4)).abs() < 1e-8);
    }

    #[test]
    fn without_calls_none_is_lost_and_without_servers_all_are() {
        assert_eq!(p_blocked(0.0, 3).unwrap(), 0.0);
        assert_eq!(p_blocked(2.0, 0).unwrap(), 1.0);
        assert!(p_blocked(f64::NAN, 3).is_err());
    }
}
