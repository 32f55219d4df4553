import { indexStrides } from "../architecture";
import { blocksOf } from "../blocks";
import type { Space } from "../space";

/**
 * The tables of an imported benchmark, for those who query it too: SQLite keeps the comments, so that
 * `.schema` shows them. Numbers that are not known are NULL.
 */
export function librarySchema(space: Space): string {
  return tables + summaryView(space);
}

/** The first table's only row is the first text of the file: `seal.ts` finds it there. */
const tables = `
CREATE TABLE seal (            -- over the whole file, with zeros for these digits: SHA-256
  checksum TEXT NOT NULL       -- a file that is changed by hand is taken for damaged
);

CREATE TABLE meta (            -- what this file is: schema_version; name, title, licence and citation of
  key   TEXT PRIMARY KEY,      -- the benchmark; space, its fingerprint and its number of networks
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE imported_file (   -- what all this was read from, in the order of the import
  id          INTEGER PRIMARY KEY,
  name        TEXT NOT NULL,
  content     TEXT NOT NULL,   -- what it is: base, seed 0
  format      TEXT NOT NULL,   -- csv, pickle, custom, json
  bytes       INTEGER NOT NULL,
  rows        INTEGER NOT NULL,
  imported_at TEXT NOT NULL,   -- ISO 8601, UTC
  checksum    TEXT             -- over the values that it gave: MD5
);

CREATE TABLE block (           -- the blocks of the networks that something is known of
  stage      INTEGER NOT NULL, -- from 1
  id         INTEGER NOT NULL, -- its place among all blocks of the stage, from 0
  expression TEXT NOT NULL,    -- in the language: st3(conv, mbconv)
  PRIMARY KEY (stage, id)
) WITHOUT ROWID;

CREATE TABLE network (         -- those that something is known of
  id     INTEGER PRIMARY KEY,  -- its index: network_summary writes out its blocks
  hash   BLOB,                 -- the model hash of published files, 16 bytes: lower(hex(hash))
  params INTEGER,              -- as a file states them, here and in flops
  flops  INTEGER
);

CREATE TABLE run (             -- what tells one training of a network from another
  id      INTEGER PRIMARY KEY,
  seed    INTEGER,
  epochs  INTEGER,
  dataset TEXT
);

CREATE TABLE training (        -- accuracies in percent
  run           INTEGER NOT NULL REFERENCES run (id),
  network       INTEGER NOT NULL REFERENCES network (id),
  test_top1     REAL,
  test_top5     REAL,
  test_loss     REAL,
  val_top1      REAL,          -- of the last epoch
  best_val_top1 REAL,          -- of the best epoch
  val_top5      REAL,
  val_loss      REAL,
  train_top1    REAL,
  train_top5    REAL,
  train_loss    REAL,
  train_time_s  REAL,
  PRIMARY KEY (run, network)
) WITHOUT ROWID;

CREATE TABLE curve_file (      -- where the values of each epoch are: in a file beside this one
  run    INTEGER NOT NULL REFERENCES run (id),
  column TEXT NOT NULL,        -- as in training
  file   TEXT NOT NULL,
  PRIMARY KEY (run, column)
) WITHOUT ROWID;

CREATE TABLE device (          -- what latencies were timed on
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE, -- as in the language: latency("name")
  runtime    TEXT,
  threads    INTEGER,
  precision  TEXT,
  batch_size INTEGER
);

CREATE TABLE latency (
  device  INTEGER NOT NULL REFERENCES device (id),
  network INTEGER NOT NULL REFERENCES network (id),
  ms      REAL,                -- of repeated visits, the median
  p10_ms  REAL,                -- the visits' 10th and 90th percentile, where they are known
  p90_ms  REAL,
  PRIMARY KEY (device, network)
) WITHOUT ROWID;

CREATE TABLE environment (     -- the software and hardware that networks were trained with
  id   INTEGER PRIMARY KEY,
  seed INTEGER
);

CREATE TABLE environment_part (
  environment INTEGER NOT NULL REFERENCES environment (id),
  part        TEXT NOT NULL,   -- torch_version
  version     TEXT NOT NULL,
  PRIMARY KEY (environment, part)
) WITHOUT ROWID;

CREATE TABLE trained_in (
  environment INTEGER NOT NULL REFERENCES environment (id),
  network     INTEGER NOT NULL REFERENCES network (id),
  PRIMARY KEY (environment, network)
) WITHOUT ROWID;

CREATE TABLE block_signature ( -- what distilling a block against a teacher's stage gave
  stage INTEGER NOT NULL,      -- as in block
  block INTEGER NOT NULL,
  place INTEGER NOT NULL,      -- of the value in the signature, from 0
  value REAL,
  PRIMARY KEY (stage, block, place)
) WITHOUT ROWID;
`;

/**
 * A network's block of a stage follows from its index; strides and counts are the space's. CROSS JOIN
 * keeps SQLite from reading all trainings for each network: from each run it finds the network's by the key.
 */
function summaryView(space: Space): string {
  const stages = indexStrides(space).map((stride, stage) => {
    const place = `network.id / ${stride} % ${blocksOf(space, stage).length}`;
    const block = `block.stage = ${stage + 1} AND block.id = ${place}`;
    return `       (SELECT expression FROM block WHERE ${block}) AS stage_${stage + 1},\n`;
  });
  return `
-- All of a network in one row, its blocks written out:
--   SELECT * FROM network_summary WHERE params < 3e6 ORDER BY test_top1 DESC LIMIT 10;
CREATE VIEW network_summary AS
SELECT network.id,
${stages.join("")}       network.params, network.flops,
       (SELECT avg(test_top1) FROM run CROSS JOIN training ON training.run = run.id
        WHERE training.network = network.id) AS test_top1, -- mean over the runs
       (SELECT count(*) FROM run CROSS JOIN training ON training.run = run.id
        WHERE training.network = network.id) AS runs,
       lower(hex(network.hash)) AS hash
FROM network;
`;
}
