"""What is measured: cases, their options and how a figure comes out of a run."""

import json
import os
import platform
import shutil
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path

from process import watch

SCRIPT = "examples/dreambooth/train_dreambooth_lora_sdxl.py"
CHECKPOINTS_EVERY = 50


@dataclass
class Row:
    """A line of the table: medians of all rounds; `reference` is missing where only ours runs."""

    case: str
    unit: str
    reference: float | None
    ours: float
    bar: float

    def measure(self):
        """What the bar is for: the ratio, or ours where there is no reference."""
        return self.ours if self.reference is None else self.ours / self.reference


@dataclass
class Case:
    name: str
    title: str
    preset: str
    resolution: int
    steps: int
    warm_up: int
    options: tuple = ()


class Bench:
    def __init__(self, module, args):
        self.module, self.args = module, args
        self.work = Path(args.work)
        self.work.mkdir(parents=True, exist_ok=True)
        self.launcher = module / "bin" / "sdxl-lora"
        self.runs = {}
        few = args.quick
        self.pairs = [
            Case("tiny", "tiny UNet, 64 px, batch 1, fp32", "tiny", 64, 15 if few else 60, 5),
            Case("small", "`small`, 256 px, batch 1, fp32", "small", 256, 5 if few else 12, 3),
            Case(
                "checkpointing",
                "`small`, 256 px, batch 1, fp32, gradient checkpointing",
                "small",
                256,
                5 if few else 12,
                3,
                ("--gradient_checkpointing",),
            ),
        ]

    def wants(self, name):
        return self.args.cases is None or name in self.args.cases.split(",")

    def run(self):
        rows = []
        pairs = [case for case in self.pairs if self.wants(case.name)]
        for turn in range(self.args.rounds):
            for case in pairs:
                # Who goes first takes turns too.
                for who in (self.reference, self.ours) if turn % 2 == 0 else (self.ours, self.reference):
                    run = who(case)
                    self.runs.setdefault((case.name, who.__name__), []).append(run)
                    self.say(turn, case, who.__name__, run)
        for case in pairs:
            rows += self.pair_rows(case)
        if self.wants("checkpoints"):
            rows.append(self.checkpoints())
        if self.wants("sdxl-base"):
            rows.append(self.sdxl_base())
        if self.wants("verify"):
            rows += self.verify()
        return rows

    def say(self, turn, case, who, run):
        print(
            f"round {turn + 1} {case.name:14} {who:9} {1000 * run.step(case.warm_up):8.1f} ms a step,"
            f" first step after {run.first_step():5.1f} s, peak {run.peak_training:6.0f} MiB (whole {run.peak:6.0f})",
            flush=True,
        )

    # Programs

    def model(self, preset):
        directory = self.work / f"model-{preset}"
        if not directory.exists():
            subprocess.run([self.launcher, "init-model", "--preset", preset, "--seed", "1", directory], check=True)
        return directory

    def environment(self, **more):
        return os.environ | {"OMP_NUM_THREADS": str(self.args.threads)} | more

    def options(self, case):
        output = self.work / "output"
        shutil.rmtree(output, ignore_errors=True)
        return [
            f"--pretrained_model_name_or_path={self.model(case.preset)}",
            f"--instance_data_dir={self.args.images}",
            "--instance_prompt=a photo of sks cat",
            f"--output_dir={output}",
            f"--resolution={case.resolution}",
            f"--max_train_steps={case.steps}",
            "--train_batch_size=1",
            "--learning_rate=1e-4",
            "--lr_scheduler=constant",
            "--rank=4",
            "--seed=1",
            *case.options,
        ]

    def reference(self, case):
        checkout = Path(self.args.diffusers)
        command = [
            self.args.python,
            self.module / "bench" / "reference.py",
            checkout / SCRIPT,
            *self.options(case),
            "--mixed_precision=no",
            # All trackers that are installed: none, where tensorboard is not.
            "--report_to=all",
        ]
        environment = self.environment(PYTHONPATH=str(checkout / "src"), HF_HUB_OFFLINE="1")
        return watch(command, environment, self.work / "reference.log", lambda line: line == "step\n")

    def ours(self, case):
        command = [self.launcher, "train", *self.options(case), "--progress=json", "--device=cpu"]
        return watch(command, self.environment(), self.work / "ours.log", is_step)

    # Figures

    def median(self, case, who, figure):
        return statistics.median(figure(run) for run in self.runs[case.name, who])

    def pair_rows(self, case):
        def row(what, unit, figure, bar):
            medians = [self.median(case, who, figure) for who in ("reference", "ours")]
            return Row(f"{case.title}: {what}", unit, *medians, bar)

        step_bar = 0.8 if case.name == "tiny" else 1.0
        rows = [row("a step", "ms", lambda run: 1000 * run.step(case.warm_up), step_bar)]
        if case.preset == "small":
            rows.append(row("peak memory up to the last step", "MiB", lambda run: run.peak_training, 1.0))
            rows.append(row("peak memory of the whole process", "MiB", lambda run: run.peak, 1.0))
        if case.name == "small":
            rows.append(row("process start to the end of the first step", "s", lambda run: run.first_step(), 0.6))
        return rows

    def checkpoints(self):
        """The share of the time from one checkpoint to the next, at every 50 steps, that training stands still."""
        every = 4
        case = Case("checkpoints", "`small`, rank 16", "small", 256, 9 if self.args.quick else 16, 1)
        shares = []
        for turn in range(self.args.rounds):
            case.options = ("--rank=16", f"--checkpointing_steps={every}")
            run = self.ours(case)
            # The time from step n to n + 1 has a checkpoint in it where n is a multiple of `every`.
            intervals = list(enumerate(run.intervals(), start=1))[1:]
            plain = statistics.median(time for step, time in intervals if step % every)
            stopped = statistics.median(time for step, time in intervals if step % every == 0)
            still = max(0.0, stopped - plain)
            shares.append(100 * still / (CHECKPOINTS_EVERY * plain + still))
            print(f"round {turn + 1} checkpoints: {1000 * still:.0f} ms each, {1000 * plain:.0f} ms a step", flush=True)
        title = f"`small`, 256 px, rank 16: stand-still for a checkpoint at every {CHECKPOINTS_EVERY} steps"
        return Row(title, "%", None, statistics.median(shares), 3)

    def sdxl_base(self):
        steps = 2 if self.args.quick else 4
        options = ("--mixed_precision=bf16", "--gradient_checkpointing")
        case = Case("sdxl-base", "`sdxl-base`", "sdxl-base", 256, steps, 1, options)
        run = self.ours(case)
        self.say(0, case, "ours", run)
        title = "`sdxl-base` with random weights, 256 px, rank 4, bf16, gradient checkpointing: peak memory"
        return Row(title, "GiB", None, run.peak / 1024, 9)

    def verify(self):
        """The largest error of a forward pass, relative to the largest value that diffusers gives."""
        recording = self.work / "recording.safetensors"
        model = self.model("small")
        record = self.module / "src" / "test" / "python" / "record.py"
        environment = self.environment(PYTHONPATH=str(Path(self.args.diffusers) / "src"), HF_HUB_OFFLINE="1")
        command = [self.args.python, record, "--model", model, "--out", recording, "--resolution", "256"]
        command += ["--sections", "unet,text_encoder,text_encoder_2,vae"]
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        verify = [self.launcher, "verify", "--model", model, "--recording", recording, "--device", "cpu", "--json"]
        done = subprocess.run(verify, env=self.environment(), check=False, stdout=subprocess.PIPE, text=True)
        sections = json.loads(done.stdout)["sections"]
        return [
            Row(f"`verify`, `small`, {each['section']}: largest relative error", "", None, each["relativeError"], 1e-5)
            for each in sections
        ]

    # What was measured

    def description(self, started):
        versions = subprocess.run(
            [
                self.args.python,
                "-c",
                "import torch, transformers, peft, accelerate, diffusers;"
                "print(', '.join(f'{m.__name__} {m.__version__}' for m in"
                " (diffusers, torch, transformers, peft, accelerate)))",
            ],
            env=self.environment(PYTHONPATH=str(Path(self.args.diffusers) / "src")),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        ).stdout.strip()
        with open("/proc/cpuinfo") as lines:
            cpu = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "a CPU")
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        return {
            "date": started.date().isoformat(),
            "machine": f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux on {platform.machine()}",
            "versions": versions,
            "rounds": self.args.rounds,
            "threads": self.args.threads,
            "quick": self.args.quick,
        }


def is_step(line):
    return line.startswith("{") and json.loads(line).get("event") == "step"
