import { ownBenchmarkName } from "../own-benchmark-name";
import { docString } from "../pytorch/doc-text";
import type { Space } from "../space";
import { measuringProtocol } from "../timing/measuring";
import { importCommand } from "./import-command";

/**
 * A script of Python that times the ONNX files beside it, as `docs/measuring.md` says, and appends what it
 * finds to a CSV of measurements, as `docs/importing.md` has it. It needs onnxruntime, and NumPy, which comes
 * with that; neither is loaded before it is used.
 */
export function timingScript(space: Space): string {
  return [header(space), constants(space), "", "", body, "", "", main, ""].join("\n");
}

const { warmUps, runs, fewestVisits, stableError } = measuringProtocol;

function header({ name }: Space): string {
  // The first paragraph is one line: it is what --help says.
  const about = `Times the networks of this folder, and writes a CSV for \`blox import\`.

Networks of the space ${name}, one image at a time, in float32, with onnxruntime on the processor. A visit to a network is the median of ${runs} runs after a warm-up; networks are visited in turn, in an order that is shuffled anew each round, until the median of their visits is known to ${100 * stableError} %.`;
  return `${docString(about, 0).join("\n")}

import argparse
import csv
import io
import math
import os
import platform
import random
import statistics
import sys
import time
from pathlib import Path
`;
}

function constants(space: Space): string {
  // A string of JSON is one of Python too.
  const title = JSON.stringify(`# title: Own timings of networks of ${space.name}`);
  return `FOLDER = Path(__file__).resolve().parent
REMARKS = [
    "# name: ${ownBenchmarkName("timings", space)}",
    ${title},
]
COLUMNS = ["network", "metric", "value", "unit"]
COLUMNS += ["device", "runtime", "threads", "precision", "batch_size", "p10", "p90"]
IMPORT = ${JSON.stringify(importCommand(space))}
WARM_UPS, RUNS = ${warmUps}, ${runs}
# The standard error of a median, as a share of it, below which it is stable.
STABLE_ERROR = ${stableError}
# Networks that are open at once: each takes some 13 MB of memory.
TOGETHER = 50
# Runs until a fresh process is as fast as it will be.
FIRST_RUNS = 5
# Between two lines that say how far it is.
PAUSE_SECONDS = 5`;
}

const body = `def networks_in(file: Path):
    """The rows of the table of networks, whose files are all there."""
    columns = ["network", "file", "name"]
    try:
        with open(file, newline="", encoding="utf-8") as lines:
            table = csv.DictReader(lines, restval="")
            if table.fieldnames != columns:
                sys.exit(f"{file} is another table: expected the columns {columns}")
            networks = list(table)
    except FileNotFoundError:
        sys.exit(f"{file} is missing: copy the whole folder that Blox wrote")
    if not networks:
        sys.exit(f"{file} lists no network")
    for network in networks:
        if not (FOLDER / network["file"]).is_file():
            missing = FOLDER / network["file"]
            sys.exit(f"{missing} is missing: copy the whole folder that Blox wrote")
    return networks


def runtime_name():
    """onnxruntime with its version, once it has been loaded."""
    try:
        import numpy
        import onnxruntime
    except ImportError as error:
        install = f"{sys.executable} -m pip install onnxruntime"
        sys.exit(f"onnxruntime cannot be loaded ({error}): {install}")
    onnxruntime.set_default_logger_severity(3)
    return f"onnxruntime {onnxruntime.__version__} (CPU)"


def open_network(file: Path, threads: int):
    """What runs the network once, on an image that is always the same."""
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    processor = ["CPUExecutionProvider"]
    try:
        session = onnxruntime.InferenceSession(str(file), options, providers=processor)
    except Exception as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        sys.exit(f"onnxruntime cannot load {file.name}: {reason}")
    given = session.get_inputs()[0]
    values = numpy.sin(numpy.arange(math.prod(given.shape)))
    image = values.astype("float32").reshape(given.shape)
    return lambda: session.run(None, {given.name: image})


def visit(run):
    """The median of a few runs on end, in milliseconds."""
    times = []
    for _ in range(WARM_UPS + RUNS):
        start = time.perf_counter()
        run()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[WARM_UPS:])


def measure(networks, threads, fewest, seconds):
    """The visits to every network, in milliseconds, by its index."""
    visits = {}
    end = time.monotonic() + seconds
    for first in range(0, len(networks), TOGETHER):
        group = networks[first : first + TOGETHER]
        # Of the time that is left, its share.
        share = len(group) / (len(networks) - first)
        until = time.monotonic() + share * (end - time.monotonic())
        where = f"networks {first + 1} to {first + len(group)} of {len(networks)}"
        visits.update(visit_group(group, threads, fewest, until, where))
    return visits


def visit_group(group, threads, fewest, until, where):
    print(f"{where}: opening", flush=True)
    runs = {n["network"]: open_network(FOLDER / n["file"], threads) for n in group}
    for _ in range(FIRST_RUNS):
        next(iter(runs.values()))()
    visits = {network: [] for network in runs}
    left, order, rounds, told = list(runs), random.Random(1), 0, -math.inf
    while left:
        order.shuffle(left)
        rounds += 1
        for network in left:
            visits[network].append(visit(runs[network]))
            if time.monotonic() - told > PAUSE_SECONDS:
                told = time.monotonic()
                print(f"{where}: round {rounds}, {len(left)} left", flush=True)
        is_over = time.monotonic() >= until
        left = [
            network
            for network in left
            if rounds < fewest or not (is_over or is_stable(visits[network]))
        ]
    return visits


def is_stable(values):
    """Whether the standard error of their median is small, however they are spread.

    It is half of what lies a standard deviation of ranks around the median.
    """
    step = 0.5 / math.sqrt(len(values))
    error = (quantile(values, 0.5 + step) - quantile(values, 0.5 - step)) / 2
    return error < STABLE_ERROR * statistics.median(values)


def quantile(values, share):
    """The value below which this share of them lies, interpolated linearly."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))


def table_so_far(file: Path, device: str):
    """The text that latencies of the device are to be appended to."""
    folder, header = file.absolute().parent, ",".join(COLUMNS)
    if not folder.is_dir():
        sys.exit(f"{folder}: there is no such folder")
    if not os.access(folder, os.W_OK):
        sys.exit(f"{folder}: there is no permission to write into it")
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        text = ""
    except OSError as error:
        sys.exit(f"{file}: {error.strerror}")
    if text == "":
        return "\\n".join([*REMARKS, header, ""])
    lines = text.splitlines()
    if REMARKS[0] not in lines or header not in lines:
        sys.exit(f"{file} holds something else: choose another --out")
    if any(device in row[4:5] for row in csv.reader(lines)):
        sys.exit(f"{file} has {device} already: choose another --device or --out")
    return text if text.endswith("\\n") else text + "\\n"


def rows_of(visits, device, runtime, threads):
    return [
        [f"#{network}", "latency", f"{statistics.median(values):.6g}", "ms"]
        + [device, runtime, threads, "float32", 1]
        + [f"{quantile(values, share):.6g}" for share in (0.1, 0.9)]
        for network, values in visits.items()
    ]


def write(file: Path, text: str, rows):
    """All of it or nothing, whenever it is cut short."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\\n").writerows(rows)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        with open(unfinished, "wb") as end:
            end.write((text + table.getvalue()).encode())
            os.fsync(end.fileno())
        os.replace(unfinished, file)
    finally:
        if unfinished.exists():
            unfinished.unlink()


def report(networks, visits):
    for network in networks:
        values = visits[network["network"]]
        low, middle, high = (quantile(values, share) for share in (0.1, 0.5, 0.9))
        print(
            f"#{network['network']} {network['name']}: {middle:.3f} ms"
            f" (10th to 90th percentile {low:.3f} to {high:.3f}), {len(values)} visits"
            + ("" if is_stable(values) else ", not stable yet")
        )`;

const main = `def options():
    def positive(text):
        if not text.isdecimal() or int(text) < 1:
            raise argparse.ArgumentTypeError(
                f"expected a whole number above 0, not {text!r}"
            )
        return int(text)

    out = "the table that they are appended to; %(default)s if left out"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", help="its name; left out, by machine and threads")
    parser.add_argument("--threads", type=positive, default=1, help="1 if left out")
    parser.add_argument(
        "--visits",
        type=positive,
        default=${fewestVisits},
        help="to each network at the least; %(default)s if left out",
    )
    parser.add_argument(
        "--seconds",
        type=positive,
        default=120,
        help="when to end, stable or not, once these are made; %(default)s if left out",
    )
    parser.add_argument("--out", type=Path, default=Path("latencies.csv"), help=out)
    args = parser.parse_args()
    cores = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    if args.threads > cores:
        sys.exit(f"--threads {args.threads}: this machine runs {cores} at once at most")
    if args.device is None:
        args.device = f"{platform.node() or 'device'} ort-cpu {args.threads}t"
    args.device = args.device.strip()
    if args.device == "" or '"' in args.device or not args.device.isprintable():
        sys.exit("--device: a name on one line, without quotation marks")
    return args


def main():
    sys.stdout.reconfigure(errors="replace")
    args = options()
    networks = networks_in(FOLDER / "networks.csv")
    # What is wrong with it is said before, not after a long measurement.
    table_so_far(args.out, args.device)
    try:
        runtime = runtime_name()
        visits = measure(networks, args.threads, args.visits, args.seconds)
        rows = rows_of(visits, args.device, runtime, args.threads)
        write(args.out, table_so_far(args.out, args.device), rows)
    except KeyboardInterrupt:
        print("\\nstopped: nothing was written", file=sys.stderr)
        sys.exit(130)
    report(networks, visits)
    print(f"written to {args.out}; where Blox is: {IMPORT} {args.out.name}")


if __name__ == "__main__":
    main()`;
