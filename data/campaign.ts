import type { TrainingColumn } from "./library/measurements";

/** Trainings of networks of a space that were made for Blox. */
export interface Campaign {
  readonly about: CampaignInfo;
  readonly runs: readonly CampaignRun[];
}

export interface CampaignInfo {
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  /** How they were trained, in a sentence. */
  readonly recipe: string;
  /** Where, in a few words. */
  readonly machine: string;
  /** The day on which they began: `2026-01-31`. */
  readonly begun: string;
}

/** One training each of many networks. */
export interface CampaignRun {
  readonly seed: number;
  readonly epochs: number;
  /** Ascending. */
  readonly networks: Float64Array;
  /** A value a network each. */
  readonly columns: Readonly<Record<CampaignColumn, Float64Array>>;
  /** Validation accuracy in percent, a list a network with a number an epoch. */
  readonly byEpoch: readonly (readonly number[])[];
}

/** What is known of every training. */
export const campaignColumns = [
  "test_top1",
  "test_loss",
  "val_top1",
  "best_val_top1",
  "val_loss",
  "train_time_s",
] as const satisfies readonly TrainingColumn[];

export type CampaignColumn = (typeof campaignColumns)[number];
