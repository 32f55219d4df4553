/** Counted up with every change to the tables below that a reader must know of. */
export const schemaVersion = 3;

/**
 * The tables of the embedded benchmark, for those who query it too: SQLite keeps the comments, so that
 * `.schema` shows them. A module rather than a file of SQL, so that every bundle has it.
 */
export const schema = `
CREATE TABLE meta (            -- what this file is: schema_version, made_by, checksum
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE space (           -- whose networks something is known of here
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE, -- as in the language: blox-digits
  dataset  TEXT,               -- what its networks are trained on
  networks INTEGER NOT NULL
);

CREATE TABLE metric (          -- what is known of the networks of a space, and how well
  space      INTEGER NOT NULL REFERENCES space (id),
  name       TEXT NOT NULL,    -- as in the language: accuracy, params, flops
  title      TEXT NOT NULL,
  unit       TEXT NOT NULL,
  better     TEXT NOT NULL CHECK (better IN ('higher', 'lower')),
  provenance TEXT NOT NULL CHECK (provenance IN ('measured', 'exact', 'composed', 'estimated')),
  source     TEXT NOT NULL,    -- where the values come from, in a few words
  note       TEXT NOT NULL,    -- what to know before relying on them
  PRIMARY KEY (space, name)
) WITHOUT ROWID;

CREATE TABLE block (           -- what a stage may hold
  space      INTEGER NOT NULL REFERENCES space (id),
  id         INTEGER NOT NULL, -- from 0
  topology   TEXT NOT NULL,    -- ST1 to ST6
  expression TEXT NOT NULL,    -- in the language: st3(conv, mbconv)
  PRIMARY KEY (space, id)
) WITHOUT ROWID;

CREATE TABLE network (
  space  INTEGER NOT NULL REFERENCES space (id),
  id     INTEGER NOT NULL,     -- block of stage 1 + 45 * block of stage 2 + 2025 * block of stage 3
  hash   BLOB NOT NULL,        -- the model hash of the published files, 16 bytes: lower(hex(hash))
  params INTEGER NOT NULL,
  flops  INTEGER NOT NULL,
  PRIMARY KEY (space, id)
) WITHOUT ROWID;

CREATE TABLE accuracy_estimate ( -- a model's guess, no measurement: see its note in metric
  space          INTEGER NOT NULL,
  network        INTEGER NOT NULL,
  percent        REAL NOT NULL,  -- top-1 accuracy
  standard_error REAL NOT NULL,  -- in percent, of one network's value
  PRIMARY KEY (space, network),
  FOREIGN KEY (space, network) REFERENCES network (space, id)
) WITHOUT ROWID;

CREATE TABLE campaign (        -- how networks of a space were trained for this file
  space    INTEGER PRIMARY KEY REFERENCES space (id),
  title    TEXT NOT NULL,
  licence  TEXT NOT NULL,
  citation TEXT NOT NULL,
  recipe   TEXT NOT NULL,
  machine  TEXT NOT NULL,
  begun    TEXT NOT NULL       -- the day on which it began
);

CREATE TABLE run (             -- what tells one training of a network from another
  id      INTEGER PRIMARY KEY,
  space   INTEGER NOT NULL REFERENCES space (id),
  seed    INTEGER NOT NULL,
  epochs  INTEGER NOT NULL
);

CREATE TABLE training (        -- measured, a row each; accuracies in percent
  run               INTEGER NOT NULL REFERENCES run (id),
  network           INTEGER NOT NULL,
  test_top1         REAL NOT NULL,
  test_loss         REAL NOT NULL,
  val_top1          REAL NOT NULL, -- of the last epoch
  best_val_top1     REAL NOT NULL, -- of the best epoch
  val_loss          REAL NOT NULL,
  train_time_s      REAL NOT NULL,
  val_top1_by_epoch TEXT NOT NULL, -- JSON: [10.1, 47.8] (json_each takes it apart)
  PRIMARY KEY (run, network)
) WITHOUT ROWID;

CREATE TABLE device (          -- what latencies of the networks of a space were timed on
  id        INTEGER PRIMARY KEY,
  space     INTEGER NOT NULL REFERENCES space (id),
  name      TEXT NOT NULL,     -- as in the language: latency("name")
  source    TEXT NOT NULL,     -- processor, runtime, threads, precision, batch, in a few words
  timed_on  TEXT NOT NULL,     -- the day on which the timing began
  protocol  TEXT NOT NULL,
  networks_timed              INTEGER NOT NULL, -- whole; the others are composed by a model of them
  measured_standard_error     REAL NOT NULL, -- in percent, of one network's value
  composed_standard_error     REAL NOT NULL, -- in percent, of one network that was held out
  composed_mean_error         REAL NOT NULL, -- mean absolute percentage error on networks held out
  composed_kendall_tau        REAL NOT NULL, -- rank correlation on networks held out
  noise_mean_error            REAL NOT NULL, -- the same between two sets of measurements of the same networks:
  noise_kendall_tau           REAL NOT NULL, -- no model can do better
  UNIQUE (space, name)
);

CREATE TABLE timing (          -- what latency is a view of: whole microseconds take half the room
  device       INTEGER NOT NULL REFERENCES device (id),
  network      INTEGER NOT NULL,
  microseconds INTEGER NOT NULL, -- for one image
  is_measured  INTEGER NOT NULL CHECK (is_measured IN (0, 1)),
  PRIMARY KEY (device, network)
) WITHOUT ROWID;

-- In milliseconds for one image; provenance is measured or composed:
CREATE VIEW latency AS
SELECT device, network, microseconds / 1000.0 AS ms,
       CASE is_measured WHEN 1 THEN 'measured' ELSE 'composed' END AS provenance
FROM timing;

-- All of a network in one row, its blocks written out; test_top1 is the mean over its trainings:
--   SELECT * FROM network_summary WHERE space = 'blox-digits' AND params < 4e4 ORDER BY test_top1 DESC;
CREATE VIEW network_summary AS
SELECT space.name AS space, network.id,
       (SELECT expression FROM block WHERE space = space.id AND id = network.id % 45) AS stage_1,
       (SELECT expression FROM block WHERE space = space.id AND id = network.id / 45 % 45) AS stage_2,
       CASE WHEN space.networks > 2025 THEN
         (SELECT expression FROM block WHERE space = space.id AND id = network.id / 2025)
       END AS stage_3,
       network.params, network.flops,
       (SELECT avg(test_top1) FROM run CROSS JOIN training ON training.run = run.id
        WHERE run.space = space.id AND training.network = network.id) AS test_top1,
       (SELECT count(*) FROM run CROSS JOIN training ON training.run = run.id
        WHERE run.space = space.id AND training.network = network.id) AS runs,
       accuracy_estimate.percent AS accuracy_estimate_percent,
       accuracy_estimate.standard_error AS accuracy_standard_error,
       lower(hex(network.hash)) AS hash
FROM space JOIN network ON network.space = space.id
LEFT JOIN accuracy_estimate ON accuracy_estimate.space = space.id AND accuracy_estimate.network = network.id;
`;
