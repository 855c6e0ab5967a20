"""A sweep on Ray: python ray_sweep.py STUDY DIR SHARDS. Shards are tasks; DIR is a folder that every node sees."""

import subprocess
import sys

import ray

study, folder, shards = sys.argv[1], sys.argv[2], int(sys.argv[3])


@ray.remote(num_cpus=1, max_retries=3)  # a shard whose node is lost runs again elsewhere, and may run twice
def run(shard):
    out = f"{folder}/shards/{shard}"
    part = f"{shard}/{shards}"
    subprocess.run(["hotseat", "sweep", study, "--shard", part, "--threads", "1", "--out", out, "--resume"], check=True)
    return out


ray.init(address="auto")
parts = ray.get([run.remote(shard) for shard in range(1, shards + 1)])
subprocess.run(["hotseat", "sweep", "merge", *parts, "--out", f"{folder}/merged"], check=True)
