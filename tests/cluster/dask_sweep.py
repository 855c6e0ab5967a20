"""A sweep on Dask: python dask_sweep.py STUDY DIR SHARDS SCHEDULER. DIR is a folder that every worker sees."""

import subprocess
import sys

from dask.distributed import Client

study, folder, shards, scheduler = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]


def run(shard):  # a shard whose worker is lost runs again elsewhere, and may run twice
    out = f"{folder}/shards/{shard}"
    part = f"{shard}/{shards}"
    subprocess.run(["hotseat", "sweep", study, "--shard", part, "--threads", "1", "--out", out, "--resume"], check=True)
    return out


client = Client(scheduler)
parts = client.gather(client.map(run, range(1, shards + 1), pure=False, retries=3))
subprocess.run(["hotseat", "sweep", "merge", *parts, "--out", f"{folder}/merged"], check=True)
