"""Runs one of the examples on a cluster of its own on this machine, and kills a node in the middle.

python local_cluster.py ray|dask STUDY DIR SHARDS
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

engine, study, folder, shards = sys.argv[1:]


def on_ray():
    """A head that runs no tasks and three nodes: the environment that the example finds them by, and how one dies."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    nodes = [cluster.add_node(num_cpus=1) for _ in range(3)]
    cluster.wait_for_nodes()
    return [], {"RAY_ADDRESS": cluster.address}, lambda: cluster.remove_node(nodes[0], allow_graceful=False), cluster.shutdown


def on_dask():
    """A scheduler and three workers, each a process."""
    from dask.distributed import Client, LocalCluster

    cluster = LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None)
    first, *_ = Client(cluster).run(os.getpid).values()
    return [cluster.scheduler_address], {}, lambda: os.kill(first, signal.SIGKILL), cluster.close


def main():
    words, environment, kill, close = {"ray": on_ray, "dask": on_dask}[engine]()
    example = Path(__file__).with_name(f"{engine}_sweep.py")
    command = [sys.executable, str(example), study, folder, shards, *words]
    running = subprocess.Popen(command, env=os.environ | environment)
    while not (done := list(Path(folder, "shards").glob("[0-9]*"))):
        assert running.poll() is None, "the example ended without a shard"
        time.sleep(0.05)
    kill()
    assert len(done) < int(shards), "every shard was done before a node could be killed"
    print(f"killed a node when {len(done)} of {shards} shards were done", flush=True)
    code = running.wait(timeout=300)
    close()
    sys.exit(code)


if __name__ == "__main__":
    main()
