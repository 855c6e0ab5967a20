//! Counters, and the sums they make.

use super::measure::{Field, MAX_ACCEPTABLE_WAITS, Sums};
use crate::engine::{Attempt, Outcome};
use std::iter::Sum;
use std::ops::Add;

/// Classes of wait: none, up to each threshold, longer.
pub(super) const CLASSES: usize = MAX_ACCEPTABLE_WAITS + 2;

/// Counters of a counter key, or of a series's half hour; in 64 bits, of many half hours.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell<N = u32> {
    /// Answered, by class of wait.
    answered: [N; CLASSES],
    /// Given up, by class of wait.
    abandoned: [N; CLASSES],
    blocked: N,
    closed: N,
    self_served: N,
    hung_up: N,
    unserved: N,
    wait_answered: f64,
    wait_abandoned: f64,
    pub(super) queued: f64,
}

impl Cell {
    #[inline]
    pub(super) fn count(&mut self, attempt: &Attempt, class: usize) {
        match attempt.outcome {
            Outcome::Answered => {
                self.answered[class] += 1;
                self.wait_answered += attempt.wait;
            }
            Outcome::Abandoned => {
                self.abandoned[class] += 1;
                self.wait_abandoned += attempt.wait;
            }
            Outcome::Blocked => self.blocked += 1,
            Outcome::Closed => self.closed += 1,
            Outcome::SelfServed => self.self_served += 1,
            Outcome::HungUp => self.hung_up += 1,
            Outcome::Unserved => self.unserved += 1,
        }
    }

    /// Counts an attempt answered, with the last of its wait, in the queue.
    #[inline(always)]
    pub(super) fn answered_at_once(&mut self, class: usize, wait: f64, queued: f64) {
        self.answered[class] += 1;
        if class > 0 {
            self.wait_answered += wait;
            self.queued += queued;
        }
    }

    /// Counts an attempt that abandoned, with the last of its wait, in the queue.
    #[inline(always)]
    pub(super) fn abandoned_at_once(&mut self, class: usize, wait: f64, queued: f64) {
        self.abandoned[class] += 1;
        self.wait_abandoned += wait;
        self.queued += queued;
    }
}

impl Cell<u64> {
    /// Adds the counts of a half hour.
    pub(super) fn merge(&mut self, other: &Cell) {
        let add = |own: &mut [u64; CLASSES], more: &[u32; CLASSES]| {
            own.iter_mut().zip(more).for_each(|(own, more)| *own += u64::from(*more));
        };
        add(&mut self.answered, &other.answered);
        add(&mut self.abandoned, &other.abandoned);
        self.blocked += u64::from(other.blocked);
        self.closed += u64::from(other.closed);
        self.self_served += u64::from(other.self_served);
        self.hung_up += u64::from(other.hung_up);
        self.unserved += u64::from(other.unserved);
        self.wait_answered += other.wait_answered;
        self.wait_abandoned += other.wait_abandoned;
        self.queued += other.queued;
    }
}

impl<N: Copy + Add<Output = N> + Sum<N> + Into<u64>> Cell<N> {
    /// Returns (offered, answered).
    pub(super) fn counts(&self) -> (N, N) {
        let answered = self.answered.iter().copied().sum::<N>();
        (answered + self.abandoned() + self.unserved + self.turned_away(), answered)
    }

    /// Returns whether nothing has been counted.
    pub(super) fn is_empty(&self) -> bool {
        self.counts().0.into() == 0 && self.queued == 0.0
    }

    fn abandoned(&self) -> N {
        self.abandoned.iter().copied().sum::<N>()
    }

    /// Returns the attempts that never came to a queue.
    fn turned_away(&self) -> N {
        self.blocked + self.closed + self.self_served + self.hung_up
    }

    pub(super) fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        let (offered, answered) = self.counts();
        let counts = [
            (Field::Offered, offered),
            (Field::Answered, answered),
            (Field::Abandoned, self.abandoned()),
            (Field::Blocked, self.blocked),
            (Field::Closed, self.closed),
            (Field::SelfServed, self.self_served),
            (Field::HungUp, self.hung_up),
        ];
        counts.into_iter().for_each(|(field, count)| sums.add(field, count.into() as f64));
        let at_once = self.answered[0] + self.turned_away();
        sums.add(Field::Delayed, (offered.into() - at_once.into()) as f64);
        sums.add(Field::WaitAnswered, self.wait_answered);
        sums.add(Field::WaitAbandoned, self.wait_abandoned);
        sums.add(Field::Queued, self.queued);
        for (first, classes) in
            [(Field::AnsweredWithin, &self.answered), (Field::AbandonedWithin, &self.abandoned)]
        {
            let mut within: u64 = classes[0].into();
            for index in 0..MAX_ACCEPTABLE_WAITS {
                within += classes[index + 1].into();
                sums.0[first as usize + index] = within as f64;
            }
        }
        sums
    }
}

/// Counters kept by counter key only.
#[derive(Clone, Debug, Default)]
pub(super) struct CallerCounters {
    pub(super) busy: f64,
    pub(super) held: f64,
    pub(super) redials: u64,
    pub(super) repeats: u64,
    pub(super) short_abandons: u64,
    pub(super) episodes: u64,
    pub(super) episodes_answered: u64,
    pub(super) episodes_open: u64,
    /// Expected positive ratings if every answered caller rated.
    pub(super) positive_ratings: f64,
    pub(super) referrals: u64,
    pub(super) referrals_answered: u64,
    pub(super) referral_wait: f64,
    pub(super) follow_ups: u64,
    pub(super) follow_ups_late: u64,
    pub(super) follow_up_time: f64,
    pub(super) tickets_left: u64,
}

impl CallerCounters {
    pub(super) fn add_to(&self, sums: &mut Sums) {
        let counts = [
            (Field::Redials, self.redials),
            (Field::Repeats, self.repeats),
            (Field::ShortAbandons, self.short_abandons),
            (Field::Episodes, self.episodes),
            (Field::EpisodesAnswered, self.episodes_answered),
            (Field::EpisodesOpen, self.episodes_open),
            (Field::Referrals, self.referrals),
            (Field::ReferralsAnswered, self.referrals_answered),
            (Field::FollowUps, self.follow_ups),
            (Field::FollowUpsLate, self.follow_ups_late),
            (Field::TicketsLeft, self.tickets_left),
        ];
        counts.into_iter().for_each(|(field, count)| sums.add(field, count as f64));
        sums.add(Field::Busy, self.busy);
        sums.add(Field::Held, self.held);
        sums.add(Field::PositiveRatings, self.positive_ratings);
        sums.add(Field::ReferralWait, self.referral_wait);
        sums.add(Field::FollowUpTime, self.follow_up_time);
    }
}

/// Seconds of duty, of one group or in one half hour.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Duty {
    pub(super) busy: f64,
    pub(super) staffed: f64,
    pub(super) overtime: f64,
    pub(super) seats: f64,
    pub(super) unstaffed: f64,
}

impl Duty {
    /// Adds the seconds of a half hour.
    pub(super) fn merge(&mut self, other: &Duty) {
        self.busy += other.busy;
        self.staffed += other.staffed;
        self.overtime += other.overtime;
        self.seats += other.seats;
        self.unstaffed += other.unstaffed;
    }

    /// `busy` apart: by counter key it is known already.
    pub(super) fn add_to(&self, sums: &mut Sums) {
        sums.add(Field::Staffed, self.staffed);
        sums.add(Field::Overtime, self.overtime);
        sums.add(Field::Seats, self.seats);
        sums.add(Field::Unstaffed, self.unstaffed);
    }
}
