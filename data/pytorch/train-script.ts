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
  const cifar = cifarOf(space);
  return [
    header(moduleName),
    `from ${moduleName} import ${className} as Network`,
    "",
    constants(space),
    "",
    "",
    cifar ? loadCifar(cifar) : loadArchive,
    "",
    "",
    body,
    "",
    "",
    options(cifar ? cifarOption : archiveOption),
    "",
    "",
    main(cifar || space.dataset ? "DATASET" : "args.data.stem"),
    "",
  ].join("\n");
}

/** The class of torchvision for the data set of a space; undefined for any other. */
function cifarOf({ dataset, classes, input }: Space): string | undefined {
  const [, number] = /^cifar-?(10|100)$/i.exec(dataset ?? "") ?? [];
  const { channels, height, width } = input;
  const fits = channels === 3 && height === 32 && width === 32 && classes === Number(number);
  return fits ? `CIFAR${number}` : undefined;
}

function header(moduleName: string): string {
  const about = `Trains the network of ${moduleName}.py and appends what it reaches to a CSV for \`blox import\`.

SGD with a learning rate of 0.01 that falls along a cosine, weight decay 5e-4, batches of 256, 200 epochs, and a tenth of the training set for validation: the recipe of the BLOX benchmark (Chau et al., NeurIPS 2022). Our own choices, as we know no published ones: momentum, augmentation, normalisation, initial weights as torch makes them, and how the training set is split.`;
  return `${docString(about, 0).join("\n")}

import argparse
import csv
import io
import math
import os
import sys
import time
from pathlib import Path

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
REMARKS = ["# name: ${ownBenchmarkName("trainings", space)}", ${title}]
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


def evaluate(network, normalise, images, labels, batch):
    """The accuracy in percent and the mean loss."""
    network.eval()
    correct, loss = 0, 0.0
    with torch.no_grad():
        for x, y in zip(images.split(batch), labels.split(batch)):
            logits = network(normalise(x))
            correct += (logits.argmax(1) == y).sum().item()
            loss += F.cross_entropy(logits, y, reduction="sum").item()
    return 100 * correct / len(labels), loss / len(labels)


def train(args, data):
    """What the training reaches: (metric, value, unit)."""
    torch.manual_seed(args.seed)
    generator = torch.Generator().manual_seed(args.seed)
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
    best, seconds = 0.0, 0.0
    for epoch in range(args.epochs):
        start = time.perf_counter()
        network.train()
        order = torch.randperm(len(images), generator=generator)
        for batch in order.split(args.batch):
            batch = batch.to(args.device)
            x = normalise(augment(images[batch], generator))
            loss = F.cross_entropy(network(x), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        scheduler.step()
        if not math.isfinite(loss.item()):
            sys.exit(f"the loss of epoch {epoch + 1} is {loss.item()}: no result")
        seconds += time.perf_counter() - start
        accuracy, val_loss = evaluate(network, normalise, *val, args.batch)
        best = max(best, accuracy)
        print(f"epoch {epoch + 1} of {args.epochs}: {accuracy:.2f} %", flush=True)
    test_accuracy, test_loss = evaluate(network, normalise, *test, args.batch)
    return [
        ("accuracy", test_accuracy, "%"),
        ("test_loss", test_loss, ""),
        ("val_accuracy", accuracy, "%"),
        ("best_val_accuracy", best, "%"),
        ("val_loss", val_loss, ""),
        ("train_time", seconds, "s"),
    ]


def prepare(file: Path, run):
    """Starts the file with its header, or checks that it has no result of this run."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if text == "":
        file.write_text("\\n".join([*REMARKS, ",".join(COLUMNS), ""]), encoding="utf-8")
    elif ",".join(COLUMNS) not in text.splitlines():
        sys.exit(f"{file} is another table: expected the columns {','.join(COLUMNS)}")
    for row in csv.reader(text.splitlines()):
        if row[:1] + row[4:] == run:
            sys.exit(f"{file} has this training: choose another --seed or --out")


def append(file: Path, rows):
    """In one piece, so that other trainings may write to the file meanwhile."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\\n").writerows(rows)
    with open(file, "ab", buffering=0) as end:
        end.write(text.getvalue().encode())
        os.fsync(end.fileno())`;

const cifarOption = `"--data", type=Path, default=Path("data"), help="its folder"`;
const archiveOption = `"--data", type=Path, required=True, help=".npz, see load_data"`;

function options(dataOption: string): string {
  return `def options():
    def positive(text):
        if int(text) < 1:
            raise ValueError
        return int(text)

    device = "cuda" if torch.cuda.is_available() else "cpu"
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(${dataOption})
    parser.add_argument("--out", type=Path, default=Path("trainings.csv"))
    parser.add_argument("--epochs", type=positive, default=200)
    parser.add_argument("--batch", type=positive, default=256)
    parser.add_argument("--lr", type=float, default=0.01)
    parser.add_argument("--momentum", type=float, default=0.9)
    parser.add_argument("--nesterov", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=positive, help="of the processor")
    parser.add_argument("--device", default=device)
    return parser.parse_args()`;
}

function main(dataset: string): string {
  return `def main():
    args = options()
    torch.use_deterministic_algorithms(True)
    if args.threads:
        torch.set_num_threads(args.threads)
    network = f"#{Network.index}"
    run = [str(args.seed), str(args.epochs), ${dataset}]
    prepare(args.out, [network, *run])
    data = load_data(args.data)
    check_data(data)
    results = train(args, data)
    append(args.out, [[network, *result, *run] for result in results])
    print(f"written to {args.out}")


if __name__ == "__main__":
    main()`;
}
