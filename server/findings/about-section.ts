import { networkCount } from "../../data/architecture";
import { grouped } from "../searches/grouped";
import type { Section } from "./section";
import type { WholeCampaign } from "./whole-campaign";

/** What was measured, and how it can be asked and made again. */
export function aboutSection({ about, space, trainings, latencies }: WholeCampaign): Section {
  const networks = networkCount(space);
  const { height, width } = space.input;
  const seeds = trainings.map(({ seed }) => seed);
  const timed = latencies.map(({ metric, source }) => `- \`${metric.name}\`: ${source}`);
  return {
    title: "What was measured",
    paragraphs: [
      `\`${space.name}\` has two stages, each with one of the 45 blocks of \`blox\` and its reduction, behind a stem of 8 channels: ${grouped(networks)} networks, few enough to train all of them. \`data/spaces/${space.name}.blox\` defines it.`,
      `The images are the Optical Recognition of Handwritten Digits of E. Alpaydin and C. Kaynak (UCI Machine Learning Repository, 1998, [doi:10.24432/C50P49](https://doi.org/10.24432/C50P49), CC BY 4.0), of which scikit-learn ships 1,797: ${height}×${width} pixels, one channel, ten classes. \`data/trainings/optical-digits-split.csv\` says which of them are for training, validation and the test, the same ones in every training.`,
      `Every network was trained from the seeds ${listed(seeds)}: ${grouped(networks * seeds.length)} trainings. ${about.recipe}. They began on ${about.begun} on this machine: ${about.machine}. \`accuracy\` is that of the test images after the last epoch, the mean over the seeds; \`val_accuracy\` that of the validation images.`,
      `Every network was timed whole too, one image at a time ([how](numbers.md#latency)):`,
      timed.join("\n"),
      `All of it is in \`data/blox.sqlite\`, which comes with Blox, under ${about.licence}. Every number below is made from that file by \`npm run findings\`. To ask it something else:`,
      [
        "```sh",
        `npx blox sql --benchmark embedded "SELECT id, stage_1, stage_2, params, test_top1 FROM network_summary`,
        `  WHERE space = '${space.name}' ORDER BY test_top1 DESC LIMIT 10"`,
        `npx blox search --space ${space.name} --algorithm local-search --maximize accuracy --budget 200 --seed 1`,
        "```",
      ].join("\n"),
      "To make the measurements again, in a checkout:",
      [
        "```sh",
        "python3 data/trainings/optical_digits.py optical-digits.npz",
        `npx blox training-kit --space ${space.name} --all --out kit`,
        `python3 kit/train.py --data optical-digits.npz --seeds ${seeds.join(" ")} --processes 2 --epochs 6 --batch 25 --nesterov --no-augment`,
        `npm run measure -- --space ${space.name} --sample ${networks}`,
        "```",
      ].join("\n"),
    ],
  };
}

function listed(numbers: readonly number[]): string {
  return `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}
