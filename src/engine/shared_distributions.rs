//! Call types that share all their distributions: there are many call types and few behaviours.

use crate::model::{CallType, CallTypeId, FollowUp, Referral};

/// Behaviours with which a call type is compared at most: the work must not grow with the square of call types.
const KINDS: usize = 256;

/// Returns, for each call type, the first that draws its marks from the same distributions; itself where there are too many
/// behaviours to look through.
pub(super) fn representatives(call_types: &[CallType]) -> Vec<CallTypeId> {
    let mut different: Vec<usize> = Vec::new();
    let first = |(number, call_type): (usize, &CallType)| {
        let known =
            different.iter().take(KINDS).find(|other| draws_alike(&call_types[**other], call_type)).copied();
        CallTypeId::new(known.unwrap_or_else(|| {
            different.push(number);
            number
        }))
    };
    call_types.iter().enumerate().map(first).collect()
}

/// Returns whether every mark is drawn alike, apart from where calls go and what depends on the date.
fn draws_alike(a: &CallType, b: &CallType) -> bool {
    // Field by field, so that none is forgotten that may come.
    let CallType {
        hotline: _,
        site: _,
        queue: _,
        priority: _,
        demand: _,
        talk,
        talk_factor: _,
        wrap_up,
        patience,
        redial,
        ivr,
        referral,
        repeat,
        follow_up,
    } = a;
    (talk, wrap_up, patience) == (&b.talk, &b.wrap_up, &b.patience)
        && (redial, ivr, repeat) == (&b.redial, &b.ivr, &b.repeat)
        && both(referral, &b.referral, handed_on_alike)
        && both(follow_up, &b.follow_up, called_back_alike)
}

fn handed_on_alike(a: &Referral, b: &Referral) -> bool {
    let Referral { share: _, queue: _, priority: _, how: _, talk, wrap_up, patience } = a;
    (talk, wrap_up, patience) == (&b.talk, &b.wrap_up, &b.patience)
}

fn called_back_alike(a: &FollowUp, b: &FollowUp) -> bool {
    let FollowUp { share, queue: _, handle, due: _ } = a;
    (share, handle) == (&b.share, &b.handle)
}

/// Returns whether neither is there, or both are and alike.
fn both<T>(a: &Option<T>, b: &Option<T>, representatives: impl Fn(&T, &T) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => representatives(a, b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Dist;
    use crate::model::{HotlineId, Ivr, ModelParts, QueueId, Redial, Repeat, SiteId, TransferKind};

    fn call_type() -> CallType {
        let exponential = |mean| Dist::exponential(mean).unwrap();
        let model = ModelParts::single_queue(10.0, exponential(60.0), exponential(90.0), 3, 1.0);
        model.call_types[0].clone()
    }

    fn numbers(call_types: &[CallType]) -> Vec<usize> {
        representatives(call_types).into_iter().map(CallTypeId::index).collect()
    }

    #[test]
    fn call_types_share_distributions_whatever_their_place_and_priority() {
        let other = CallType {
            hotline: HotlineId::new(3),
            site: SiteId::new(2),
            queue: QueueId::new(5),
            priority: 1,
            ..call_type()
        };
        assert_eq!(numbers(&[call_type(), other, call_type()]), [0, 0, 0]);
    }

    #[test]
    fn a_difference_in_any_mark_sets_call_types_apart() {
        let long = || Dist::exponential(600.0).unwrap();
        let referral = |talk| Referral {
            share: vec![0.1],
            queue: QueueId::new(0),
            priority: 0,
            how: TransferKind::BlindTransfer,
            talk,
            wrap_up: None,
            patience: Dist::NEVER,
        };
        let others = [
            CallType { talk: long(), ..call_type() },
            CallType { wrap_up: Some(long()), ..call_type() },
            CallType { patience: long(), ..call_type() },
            CallType {
                redial: Some(Redial {
                    after_abandon: 0.5,
                    abandon_delay: long(),
                    after_busy: 0.5,
                    busy_delay: long(),
                    outside_hours: 0.5,
                    outside_hours_delay: long(),
                    max_attempts: 3,
                }),
                ..call_type()
            },
            CallType { ivr: Some(Ivr { self_served: 0.1, hangs_up: 0.1, duration: long() }), ..call_type() },
            CallType { referral: Some(referral(long())), ..call_type() },
            CallType { referral: Some(referral(Dist::NEVER)), ..call_type() },
            CallType {
                repeat: Some(Repeat { resolved: 0.5, share: 0.5, delay: long(), at_most: 1 }),
                ..call_type()
            },
            CallType {
                follow_up: Some(FollowUp { share: 0.1, queue: QueueId::new(0), handle: long(), due: 60.0 }),
                ..call_type()
            },
        ];
        let all: Vec<CallType> = std::iter::once(call_type()).chain(others).collect();
        assert_eq!(numbers(&all), (0..all.len()).collect::<Vec<_>>());
        let daily = [CallType { talk_factor: vec![1.0, 1.2], ..call_type() }, call_type()];
        assert_eq!(numbers(&daily), [0, 0], "what depends on the date is read elsewhere");
    }
}
