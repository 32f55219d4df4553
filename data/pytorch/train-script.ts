import { ownBenchmarkName } from "../own-benchmark-name";
import type { Space } from "../space";
import { docString } from "./doc-text";

/** What a script trains: a class, made without arguments and with an `index`, of a module beside it. */
export interface TrainedModule {
  readonly moduleName: string;
  readonly className: string;
}

/**
 * A script of Python that trains a network of the space with the recipe of Chau et al., "BLOX: Macro Neural
 * Architecture Search Benchmark and Algorithms" (NeurIPS 2022), and appends what it reaches to a CSV of
 * measurements, as `docs/importing.md` has it.
 */
export function trainScript(space: Space, { moduleName, className }: TrainedModule): string {
  return script(space, {
    what: `the network of ${moduleName}.py`,
    standardImports: "",
    network: `from ${moduleName} import ${className} as Network\n`,
    parts: [trainingOfOne(space)],
    seedOption: `"--seed", type=seed, default=0`,
    threadsOption: `"--threads", type=positive, help="of the processor"`,
  });
}

/** The same for the networks of a training kit: from several seeds, in several processes, in as many sittings as it takes. */
export function kitTrainScript(space: Space): string {
  return script(space, {
    what: "the networks of networks.csv",
    standardImports: kitImports,
    network: "",
    parts: [kitNetworks, trainingOfAll(space)],
    seedOption: `"--seeds", type=seed, nargs="+", default=[0]`,
    threadsOption: `"--processes", type=positive, default=1`,
  });
}

interface ScriptParts {
  /** What it trains, in a few words. */
  readonly what: string;
  /** Of the standard library, beyond what every script needs. */
  readonly standardImports: string;
  /** Where the network is from. */
  readonly network: string;
  /** What comes behind the training of a network. */
  readonly parts: readonly string[];
  readonly seedOption: string;
  readonly threadsOption: string;
}

function script(
  space: Space,
  { what, standardImports, network, parts, seedOption, threadsOption }: ScriptParts,
) {
  const cifar = cifarOf(space);
  return [
    `${header(what, standardImports)}${network}\n${constants(space)}`,
    cifar ? loadCifar(cifar) : loadArchive,
    body,
    options([cifar ? cifarOption : archiveOption, seedOption, threadsOption]),
    ...parts,
    `if __name__ == "__main__":\n    main()\n`,
  ].join("\n\n\n");
}

/** The class of torchvision for the data set of a space; undefined for any other. */
function cifarOf({ dataset, classes, input }: Space): string | undefined {
  const [, number] = /^cifar-?(10|100)$/i.exec(dataset ?? "") ?? [];
  const { channels, height, width } = input;
  const fits = channels === 3 && height === 32 && width === 32 && classes === Number(number);
  return fits ? `CIFAR${number}` : undefined;
}

function header(what: string, imports: string): string {
  const about = `Trains ${what} and appends what it reaches to a CSV for \`blox import\`.

SGD with a learning rate of 0.01 that falls along a cosine, weight decay 5e-4, batches of 256, 200 epochs, and a tenth of the training set for validation: the recipe of the BLOX benchmark (Chau et al., NeurIPS 2022). Our own choices, as we know no published ones: momentum, augmentation, normalisation, initial weights as torch makes them, and how the training set is split.`;
  return `${docString(about, 0).join("\n")}

import argparse
import csv
import io
import math
import os
import sys
import time
${imports}from pathlib import Path

# CUDA is deterministic only with this, set before it starts.
os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")

import numpy as np
import torch
import torch.nn.functional as F
`;
}

function constants(space: Space): string {
  const { name, dataset, input, classes } = space;
  // A string of JSON is one of Python too.
  const title = JSON.stringify(`# title: Own trainings of networks of ${name}`);
  return `${dataset === undefined ? "" : `DATASET = ${JSON.stringify(dataset)}\n`}INPUT = (${input.channels}, ${input.height}, ${input.width})
CLASSES = ${classes}
# The same images are for validation in every training, whatever its seed.
SPLIT_SEED = 0
# Images at once where nothing is learned: their number changes nothing.
EVALUATED = 500
REMARKS = [
    "# name: ${ownBenchmarkName("trainings", space)}",
    ${title},
]
COLUMNS = ["network", "metric", "value", "unit", "seed", "epochs", "dataset"]`;
}

function loadCifar(name: string): string {
  return `def load_data(folder: Path):
    """Images and labels for training, validation and test, downloaded where missing."""
    from torchvision.datasets import ${name}

    def tensors(data):
        images = torch.from_numpy(data.data).permute(0, 3, 1, 2).contiguous()
        return images, torch.tensor(data.targets)

    images, labels = tensors(${name}(folder, train=True, download=True))
    test = tensors(${name}(folder, train=False, download=True))
    generator = torch.Generator().manual_seed(SPLIT_SEED)
    order = torch.randperm(len(images), generator=generator)
    train, val = order.split([len(images) - len(images) // 10, len(images) // 10])
    return (images[train], labels[train]), (images[val], labels[val]), test`;
}

const loadArchive = `def load_data(file: Path):
    """Images and labels for training, validation and test.

    CHANGE THIS for data in another form: images are N x channels x height x width,
    labels whole numbers from 0. The recipe takes a tenth of a training set for
    validation, the same one in every training.
    """
    names = [f"{kind}_{part}" for part in ("train", "val", "test") for kind in "xy"]
    with np.load(file) as arrays:
        missing = [name for name in names if name not in arrays]
        if missing:
            sys.exit(f"{file} has no {', '.join(missing)}: expected {', '.join(names)}")
        tensors = [torch.from_numpy(arrays[name]) for name in names]
    return tuple((tensors[at], tensors[at + 1].long()) for at in (0, 2, 4))`;

const body = `def check_data(parts):
    for images, labels in parts:
        if tuple(images.shape[1:]) != INPUT or len(images) != len(labels):
            sys.exit(f"expected images of {INPUT}, and a label for each of them")
        if len(labels) == 0 or labels.min() < 0 or labels.max() >= CLASSES:
            sys.exit(f"expected labels from 0 to {CLASSES - 1}")


def augment(images, generator):
    """A random crop of each image padded by four, flipped or not.

    Leave out the flip where left and right make a difference.
    """
    count, _, height, width = images.shape
    padded = F.pad(images, (4, 4, 4, 4))
    tops, lefts = torch.randint(0, 9, (2, count, 1), generator=generator)
    rows, columns = tops + torch.arange(height), lefts + torch.arange(width)
    flipped = torch.rand(count, 1, generator=generator) < 0.5
    columns = torch.where(flipped, columns.flip(1), columns)
    at = (torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None, :])
    number, row, column = (index.to(images.device) for index in at)
    return padded[number, :, row, column].permute(0, 3, 1, 2)


class Diverged(Exception):
    """A training without a result."""


def evaluate(network, normalise, images, labels):
    """The accuracy in percent and the mean loss."""
    network.eval()
    correct, loss = 0, 0.0
    with torch.no_grad():
        for x, y in zip(images.split(EVALUATED), labels.split(EVALUATED)):
            logits = network(normalise(x))
            correct += (logits.argmax(1) == y).sum().item()
            loss += F.cross_entropy(logits, y, reduction="sum").item()
    return 100 * correct / len(labels), loss / len(labels)


def train(Network, seed, args, data):
    """What the training reaches: (metric, value, unit)."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    (images, labels), val, test = [[t.to(args.device) for t in part] for part in data]
    channels = [images[:, channel].float() for channel in range(INPUT[0])]
    mean = torch.stack([c.mean() for c in channels])[:, None, None]
    std = torch.stack([c.std() for c in channels])[:, None, None].clamp_min(1e-6)
    normalise = lambda x: (x.float() - mean) / std

    network = Network().to(args.device)
    optimizer = torch.optim.SGD(
        network.parameters(),
        lr=args.lr,
        momentum=args.momentum,
        nesterov=args.nesterov,
        weight_decay=5e-4,
    )
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, args.epochs)
    # On one thread what else the machine does does not count.
    alone = args.device == "cpu" and torch.get_num_threads() == 1
    clock = time.thread_time if alone else time.perf_counter
    accuracies, seconds = [], 0.0
    for epoch in range(args.epochs):
        start = clock()
        network.train()
        order = torch.randperm(len(images), generator=generator)
        for batch in order.split(args.batch):
            batch = batch.to(args.device)
            x = images[batch]
            x = normalise(augment(x, generator) if args.augment else x)
            loss = F.cross_entropy(network(x), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
        if not math.isfinite(loss.item()):
            raise Diverged(f"the loss of epoch {epoch + 1} is {loss.item()}: no result")
        seconds += clock() - start
        accuracy, val_loss = evaluate(network, normalise, *val)
        accuracies.append(accuracy)
        if args.verbose:
            print(f"epoch {epoch + 1} of {args.epochs}: {accuracy:.2f} %", flush=True)
    test_accuracy, test_loss = evaluate(network, normalise, *test)
    return [
        ("accuracy", round(test_accuracy, 6), "%"),
        ("test_loss", round(test_loss, 6), ""),
        ("val_accuracy", round(accuracy, 6), "%"),
        ("val_accuracy_by_epoch", " ".join(f"{a:.4f}" for a in accuracies), "%"),
        ("best_val_accuracy", round(max(accuracies), 6), "%"),
        ("val_loss", round(val_loss, 6), ""),
        ("train_time", round(seconds, 3), "s"),
    ]


def prepare(file: Path):
    """Starts the file with its header, or tells which trainings it has."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if text == "":
        file.write_text("\\n".join([*REMARKS, ",".join(COLUMNS), ""]), encoding="utf-8")
    elif ",".join(COLUMNS) not in text.splitlines():
        sys.exit(f"{file} is another table: expected the columns {','.join(COLUMNS)}")
    return {tuple(row[:1] + row[4:]) for row in csv.reader(text.splitlines())}


def append(file: Path, rows):
    """In one piece, so that other trainings may write to the file meanwhile."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\\n").writerows(rows)
    with open(file, "ab", buffering=0) as end:
        end.write(text.getvalue().encode())
        os.fsync(end.fileno())`;

const cifarOption = `"--data", type=Path, default=Path("data"), help="its folder"`;
const archiveOption = `"--data", type=Path, required=True, help=".npz, see load_data"`;

function options(more: readonly string[]): string {
  const [data = "", ...others] = more;
  return `def options():
    def positive(text):
        if int(text) < 1:
            raise ValueError
        return int(text)

    def seed(text):
        if int(text) < 0:
            raise ValueError
        return int(text)

    device = "cuda" if torch.cuda.is_available() else "cpu"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(${data})
    parser.add_argument("--out", type=Path, default=Path("trainings.csv"))
    parser.add_argument("--epochs", type=positive, default=200)
    parser.add_argument("--batch", type=positive, default=256)
    parser.add_argument("--lr", type=float, default=0.01)
    parser.add_argument("--momentum", type=float, default=0.9)
    parser.add_argument("--nesterov", action="store_true")
    parser.add_argument("--no-augment", dest="augment", action="store_false")
${others.map((option) => `    parser.add_argument(${option})\n`).join("")}    parser.add_argument("--device", default=device)
    return parser.parse_args()`;
}

/** What tells this training from others, in Python. */
function runOf({ dataset }: Space, seed: string): string {
  return `[str(${seed}), str(args.epochs), ${dataset === undefined ? "args.data.stem" : "DATASET"}]`;
}

function trainingOfOne(space: Space): string {
  return `def main():
    args = options()
    args.verbose = True
    torch.use_deterministic_algorithms(True)
    if args.threads:
        torch.set_num_threads(args.threads)
    network = f"#{Network.index}"
    run = ${runOf(space, "args.seed")}
    if (network, *run) in prepare(args.out):
        sys.exit(f"{args.out} has this training: choose another --seed or --out")
    data = load_data(args.data)
    check_data(data)
    try:
        results = train(Network, args.seed, args, data)
    except Diverged as problem:
        sys.exit(str(problem))
    append(args.out, [[network, *result, *run] for result in results])
    print(f"written to {args.out}")`;
}

/** Of the standard library. */
const kitImports = `import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib import import_module
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
`;

const kitNetworks = `def networks_in(file: Path):
    """Index, module and class of each network."""
    try:
        with open(file, newline="", encoding="utf-8") as lines:
            table = csv.DictReader(lines)
            return [(int(row["network"]), row["module"], row["class"]) for row in table]
    except FileNotFoundError:
        sys.exit(f"{file} is missing: copy the whole folder that Blox wrote")


def end_with_parent():
    """What a process did without the first one, the next run would do again."""
    parent_process().join()
    os._exit(1)


def begin(args):
    """What each process does once; Ctrl-C is for the first process alone."""
    global DATA
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=end_with_parent, daemon=True).start()
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    DATA = load_data(args.data)


def train_one(network, seed, args):
    """Appends what a network reaches from a seed; the problem where there is one."""
    index, module, name = network
    try:
        results = train(getattr(import_module(module), name), seed, args, DATA)
    except Diverged as problem:
        return f"network {index}, seed {seed}: {problem}"
    run = run_of(seed, args)
    append(args.out, [[f"#{index}", *result, *run] for result in results])`;

function trainingOfAll(space: Space): string {
  return `def run_of(seed, args):
    """What tells a training of a network from others."""
    return ${runOf(space, "seed")}


def main():
    args = options()
    args.verbose = False
    known = prepare(args.out)
    networks = networks_in(Path(__file__).resolve().parent / "networks.csv")
    check_data(load_data(args.data))
    seeds = sorted(set(args.seeds))
    tasks = [
        (network, seed)
        for seed in seeds
        for network in networks
        if (f"#{network[0]}", *run_of(seed, args)) not in known
    ]
    done = len(networks) * len(seeds) - len(tasks)
    print(f"{len(tasks)} trainings, {done} in {args.out} already", flush=True)
    # A process that began as a copy of this one could not use a graphics card.
    spawn = get_context("spawn")
    problems, start = [], time.monotonic()
    with ProcessPoolExecutor(args.processes, spawn, begin, (args,)) as pool:
        try:
            futures = [pool.submit(train_one, *task, args) for task in tasks]
            for count, future in enumerate(as_completed(futures), 1):
                problems += filter(None, [future.result()])
                seconds = (time.monotonic() - start) / count * (len(tasks) - count)
                left = f"{seconds / 60:.0f} min left"
                if count % 10 == 0 or count == len(tasks):
                    print(f"{count} of {len(tasks)}, {left}", flush=True)
        except KeyboardInterrupt:
            for process in active_children():
                process.terminate()
            sys.exit("stopped: run the same command again to go on")
    if problems:
        sys.exit("\\n".join(problems))`;
}
