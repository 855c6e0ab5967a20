"""A queue of callers who give up, in Ciw: one node with reneging.

usage: ciw_w1.py DAYS BATCHES; prints one JSON object per batch.
"""

import json
import sys

import ciw

AGENTS, PER_SECOND, SERVICE, PATIENCE, WITHIN, WARM_UP = 100, 0.35, 300.0, 180.0, 20.0, 7200.0


def batch(days, seed):
    ciw.seed(seed)
    end = 86400.0 * days
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(PER_SECOND)],
        service_distributions=[ciw.dists.Exponential(1 / SERVICE)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / PATIENCE)],
        number_of_servers=[AGENTS],
    )
    simulation = ciw.Simulation(network)
    # Calls of the last hour are followed to their ends and not measured.
    simulation.simulate_until_max_time(end + 3600.0)
    count = dict(simulated=0, offered=0, answered=0, abandoned=0, wait=0.0, in_time=0)
    for record in simulation.get_all_records():
        count["simulated"] += 1
        if not WARM_UP <= record.arrival_date < end:
            continue
        count["offered"] += 1
        if record.record_type == "service":
            count["answered"] += 1
            count["wait"] += record.waiting_time
            count["in_time"] += record.waiting_time <= WITHIN
        else:
            count["abandoned"] += 1
    return count


for seed in range(int(sys.argv[2])):
    print(json.dumps(batch(float(sys.argv[1]), seed)))
