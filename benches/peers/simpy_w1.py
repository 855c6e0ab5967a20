"""A queue of callers who give up, in SimPy as its manual writes it: a process per call.

usage: simpy_w1.py DAYS BATCHES; prints one JSON object per batch.
"""

import json
import random
import sys

import simpy

AGENTS, PER_SECOND, SERVICE, PATIENCE, WITHIN, WARM_UP = 100, 0.35, 300.0, 180.0, 20.0, 7200.0


def batch(days, seed):
    draw = random.Random(seed).expovariate
    env = simpy.Environment()
    agents = simpy.Resource(env, AGENTS)
    end = 86400.0 * days
    count = dict(simulated=0, offered=0, answered=0, abandoned=0, wait=0.0, in_time=0)

    def call(dialled, measured):
        with agents.request() as turn:
            yield turn | env.timeout(draw(1 / PATIENCE))
            if not turn.triggered:
                count["abandoned"] += measured
                return
            waited = env.now - dialled
            if measured:
                count["answered"] += 1
                count["wait"] += waited
                count["in_time"] += waited <= WITHIN
            yield env.timeout(draw(1 / SERVICE))

    def calls():
        while True:
            yield env.timeout(draw(PER_SECOND))
            if env.now >= end:
                return
            measured = env.now >= WARM_UP
            count["simulated"] += 1
            count["offered"] += measured
            env.process(call(env.now, measured))

    env.process(calls())
    env.run()
    return count


for seed in range(int(sys.argv[2])):
    print(json.dumps(batch(float(sys.argv[1]), seed)))
