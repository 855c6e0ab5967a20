"""A week of thirty kinds of calls, two priorities, redials and experts, in SimPy: `scenarios/skills-week.toml`.

usage: simpy_w3.py DAYS BATCHES; prints one JSON object per batch.
"""

import json
import math
import random
import sys

import simpy

KINDS, URGENT, PER_SECOND, WITHIN = 30, 10, 0.4, 20.0
WEIGHTS = [1 + kind % 5 for kind in range(KINDS)]
SHAPE = [max(0.15, 1 + 0.85 * math.sin(2 * math.pi * (quarter - 32) / 96)) for quarter in range(96)]
RATES = [PER_SECOND * shape * 96 / sum(SHAPE) for shape in SHAPE]
SIGMA = math.sqrt(math.log(2.0))
MU = math.log(240.0) - SIGMA**2 / 2
SCALE = 120.0 / math.gamma(1 + 1 / 1.2)


def batch(days, seed):
    source = random.Random(seed)
    env = simpy.Environment()
    front, experts = simpy.PriorityResource(env, 100), simpy.PriorityResource(env, 30)
    count = dict(simulated=0, offered=0, answered=0, abandoned=0, wait=0.0, in_time=0)
    end = 86400.0 * days

    def talk():
        return source.lognormvariate(MU, SIGMA)

    def caller(priority):
        while True:
            dialled = env.now
            if dialled >= end:
                return
            count["simulated"] += 1
            count["offered"] += 1
            with front.request(priority=priority) as turn:
                yield turn | env.timeout(source.weibullvariate(SCALE, 1.2))
                if turn.triggered:
                    count["answered"] += 1
                    count["wait"] += env.now - dialled
                    count["in_time"] += env.now - dialled <= WITHIN
                    yield env.timeout(talk())
                    break
            count["abandoned"] += 1
            if source.random() >= 0.3:
                return
            yield env.timeout(source.expovariate(1 / 600.0))
        if source.random() < 0.15:
            with experts.request(priority=priority) as turn:
                yield turn
                yield env.timeout(talk())

    def calls():
        for quarter in range(round(96 * days)):
            now = 900.0 * quarter
            while True:
                now += source.expovariate(RATES[quarter % 96])
                if now >= 900.0 * (quarter + 1):
                    break
                yield env.timeout(now - env.now)
                kind = source.choices(range(KINDS), WEIGHTS)[0]
                env.process(caller(0 if kind < URGENT else 1))

    env.process(calls())
    env.run()
    return count


for seed in range(int(sys.argv[2])):
    print(json.dumps(batch(float(sys.argv[1]), seed)))
