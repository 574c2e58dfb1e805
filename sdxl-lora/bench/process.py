"""One run of a training program, watched from outside."""

import os
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Run:
    """Times are seconds from the start of the process, memory is MiB."""

    steps: list[float] = field(default_factory=list)
    peak: float = 0
    peak_training: float = 0

    def first_step(self):
        return self.steps[0]

    def step(self, warm_up):
        """Median time from the end of a step to the end of the next, after `warm_up` steps."""
        return statistics.median(self.intervals()[warm_up - 1 :])

    def intervals(self):
        return [later - earlier for earlier, later in zip(self.steps, self.steps[1:])]


class Failed(Exception):
    pass


def watch(command, environment, log, is_step):
    """Runs `command`; a line of its standard output for which `is_step` holds is the end of a step."""
    run = Run()
    with open(log, "w") as errors:
        started = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True)
        alarm = threading.Timer(1800, process.kill)
        alarm.start()
        for line in process.stdout:
            if is_step(line):
                run.steps.append(time.monotonic() - started)
                run.peak_training = peak_so_far(process.pid) or run.peak_training
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        alarm.cancel()
    if process.returncode != 0 or not run.steps:
        with open(log) as errors:
            last = "".join(errors.readlines()[-15:])
        raise Failed(f"{' '.join(map(str, command))}\nended with {process.returncode}:\n{last}")
    run.peak = usage.ru_maxrss / 1024
    return run


def peak_so_far(pid):
    try:
        with open(f"/proc/{pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return None
