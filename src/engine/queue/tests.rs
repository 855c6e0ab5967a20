use super::*;
use crate::dist::Dist;

/// Makes a caller who comes at an instant, abandons at another and would dial again at a third.
fn caller(at: f64, deadline: f64, again: f64) -> Caller {
    let call_type = CallTypeId::new(0);
    let call =
        FreshCall { id: CallId::new(1), at, call_type, talk: 60.0, wrap_up: 0.0, patience: deadline - at };
    Caller { again, ..Caller::fresh(call) }
}

#[test]
fn a_queue_that_has_emptied_knows_nothing_of_those_who_left_it() {
    let exponential = |mean| Dist::exponential(mean).unwrap();
    let model = Model::single_queue(10.0, exponential(60.0), exponential(90.0), 1, 1.0).unwrap();
    let mut queue = Queue::new(&model, 0, &[GroupState::new(&model, 0, &[])]);
    queue.join(0, &caller(0.0, 500.0, 600.0));
    queue.join(0, &caller(1.0, 20.0, 30.0));
    let [_, (place, at)] = queue.turn_to_events()[..] else { panic!("two wait") };
    assert_eq!((queue.by_event, at), (true, 20.0));
    assert!(queue.leave(place, at).is_some());
    queue.next_class().unwrap().drop_front();
    queue.is_empty_now();
    assert!(!queue.by_event);
    queue.join(0, &caller(100.0, 200.0, 300.0));
    let mut abandoned = Vec::new();
    assert_eq!(queue.take_all_abandoned(150.0, &mut abandoned), 300.0);
    assert_eq!((abandoned.len(), queue.first_abandons_at), (0, 200.0));
    assert_eq!(queue.take_all_abandoned(200.0, &mut abandoned), f64::INFINITY);
    assert!(abandoned.len() == 1 && queue.take().is_none());
}
