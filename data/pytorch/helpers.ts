/** A class or function that modules are written with where they need it. */
interface Helper {
  readonly name: string;
  /** Those that it uses. */
  readonly needs: readonly string[];
  readonly text: string;
}

/** In the order in which they are defined. */
const helpers: readonly Helper[] = [
  {
    name: "pad_even",
    needs: [],
    text: `def pad_even(x: Tensor, kernel: int, value: float = 0.0) -> Tensor:
    """Pads for an even kernel: half of it after the image, one place fewer before."""
    before, after = kernel // 2 - 1, kernel // 2
    return F.pad(x, (before, after, before, after), value=value)`,
  },
  {
    name: "EvenConv2d",
    needs: ["pad_even"],
    text: `class EvenConv2d(nn.Conv2d):
    """A convolution with an even kernel, padded so that stride 1 keeps the size."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(pad_even(x, self.kernel_size[0]))`,
  },
  {
    name: "EvenMaxPool2d",
    needs: ["pad_even"],
    text: `class EvenMaxPool2d(nn.MaxPool2d):
    """A maximum pool with an even kernel, padded so that stride 1 keeps the size."""

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(pad_even(x, self.kernel_size, float("-inf")))`,
  },
  {
    name: "EvenAvgPool2d",
    needs: ["pad_even"],
    text: `class EvenAvgPool2d(nn.AvgPool2d):
    """An average pool with an even kernel, padded so that stride 1 keeps the size."""

    def forward(self, x: Tensor) -> Tensor:
        inside = pad_even(torch.ones_like(x), self.kernel_size)
        # The padding does not count.
        return super().forward(pad_even(x, self.kernel_size)) / super().forward(inside)`,
  },
  {
    name: "ConvBn",
    needs: [],
    text: `class ConvBn(nn.Module):
    """A convolution, then batch norm."""

    def __init__(self, conv: nn.Conv2d):
        super().__init__()
        self.conv = conv
        self.bn = nn.BatchNorm2d(conv.out_channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.bn(self.conv(x))`,
  },
  {
    name: "ConvBnRelu",
    needs: [],
    text: `class ConvBnRelu(nn.Module):
    """A convolution, then batch norm and ReLU."""

    def __init__(self, conv: nn.Conv2d):
        super().__init__()
        self.conv = conv
        self.bn = nn.BatchNorm2d(conv.out_channels)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.bn(self.conv(x)))`,
  },
  {
    name: "SqueezeExcite",
    needs: [],
    text: `class SqueezeExcite(nn.Module):
    """Scales each channel by a factor that depends on the means of all channels."""

    def __init__(self, c: int):
        super().__init__()
        self.squeeze = nn.Conv2d(c, c, 1)
        self.excite = nn.Conv2d(c, c, 1)

    def forward(self, x: Tensor) -> Tensor:
        means = x.mean((2, 3), keepdim=True)
        return x * torch.sigmoid(self.excite(F.relu(self.squeeze(means))))`,
  },
  {
    name: "Residual",
    needs: [],
    text: `class Residual(nn.Sequential):
    """Adds what came in to what its modules give, one after the other."""

    def forward(self, x: Tensor) -> Tensor:
        return x + super().forward(x)`,
  },
  {
    name: "Sum",
    needs: [],
    text: `class Sum(nn.Module):
    """Adds up what its branches give, all of the same input."""

    def __init__(self, *branches: nn.Module):
        super().__init__()
        for number, branch in enumerate(branches):
            self.add_module(str(number), branch)

    def forward(self, x: Tensor) -> Tensor:
        return sum(branch(x) for branch in self.children())`,
  },
];

export const helperNames: readonly string[] = helpers.map(({ name }) => name);

/** The definitions of those that are used, and of those that they need. */
export function helperTexts(used: ReadonlySet<string>): readonly string[] {
  const needed = new Set([
    ...used,
    ...helpers.filter(({ name }) => used.has(name)).flatMap(({ needs }) => needs),
  ]);
  return helpers.filter(({ name }) => needed.has(name)).map(({ text }) => text);
}
