/** A space of 4 operations in each of 18 layers: more networks than can be written out. */
export const largeSpace = `space large {
  input 3 x 32 x 32
  classes 10
  op skip { reshape { conv 1x1 out o stride s no-bias  bn } }
  op mb3 { residual { conv 1x1 out 3c no-bias  bn  relu  dwconv 3x3 stride s no-bias  bn  relu  conv 1x1 out o no-bias  bn } }
  op mb6 { residual { conv 1x1 out 6c no-bias  bn  relu  dwconv 5x5 stride s no-bias  bn  relu  conv 1x1 out o no-bias  bn } }
  op plain { conv 3x3 out o stride s no-bias  bn  relu }
  stem { conv 3x3 out 8 no-bias  bn  relu }
  stages 3 { chain of 6 ops  first out 2c stride 2 }
  head { global-avg-pool  linear out classes }
}
`;
