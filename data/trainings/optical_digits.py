"""Writes the images that networks of blox-digits are trained on, as train.py reads them.

Optical Recognition of Handwritten Digits: E. Alpaydin and C. Kaynak, UCI Machine Learning
Repository, 1998, https://doi.org/10.24432/C50P49, CC BY 4.0; the 1,797 images that
scikit-learn ships. optical-digits-split.csv, beside this file, says which image is for
what.

    python3 optical_digits.py optical-digits.npz
"""

import csv
import sys
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

if len(sys.argv) != 2:
    sys.exit("usage: python3 optical_digits.py FILE.npz")
digits = load_digits()
images = digits.images.astype(np.uint8)[:, None]
with open(Path(__file__).resolve().parent / "optical-digits-split.csv", newline="") as rows:
    parts = {int(row["image"]): row["part"] for row in csv.DictReader(rows)}
if sorted(parts) != list(range(len(images))):
    sys.exit(f"expected a part for each of {len(images)} images")
arrays = {}
for part in ("train", "val", "test"):
    chosen = [image for image in sorted(parts) if parts[image] == part]
    arrays[f"x_{part}"], arrays[f"y_{part}"] = images[chosen], digits.target[chosen]
np.savez_compressed(sys.argv[1], **arrays)
