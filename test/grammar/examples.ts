/** One text for each thing the language can say; all are without errors. */
export const examples: Readonly<Record<string, string>> = {
  network: `/// Student for the door camera.
network door-cam {
  space blox

  stage 1: conv
  stage 2: conv -> mbconv
  stage 3 {
    a = bconv(in)
    b = mbconv(in + a)
    out = a + b
  }

  require params <= 3.0 M
  require latency("x86-64 ort-cpu 1t") <= 3 ms
  require accuracy >= 75%
  require 100M <= flops <= 2.5e2 M
}
`,
  "block expressions": `network forms {
  stage 1: conv | mbconv
  stage 2: (st3(conv, mbconv) -> conv) | bconv
  stage 3: ?
  stage 4: ? in { conv, st4(conv, _), _, conv -> _ }
  stage 5: "squeeze & excite" -> st1("in")
  stage 6: conv->mbconv|bconv
}
`,
  block: `block twin(a, b) {
  x = a(in)
  out = x + b(x + in)
}
network n { stage 1: twin(conv, mbconv)  stage 2: conv  stage 3: bconv }
`,
  "bodies with blocks": `network n {
  stage 1 { out = st4(conv, mbconv)(in) + mbconv(conv(in)) }
  stage 2 { x = twin(conv)(in + in) out = fixed()(x) }
}
`,
  search: `import "./door-cam.blox"

/// Fast and good.
search edge {
  from door-cam                   // fill its holes
  maximize accuracy
  minimize latency("x86-64 ort-cpu 1t")
  subject to params <= 3 M, flops <= 250 M
  algorithm regularized-evolution { population 50  sample 10  start best }
  budget 300 evaluations
  seed 42
  observe seed 2
  lock sha256:0badf00d
}
search shortest { space blox maximize val_accuracy budget 40 gpu-hours observe mean seed 1 }
`,
  space: `space small {
  input 3 x 32 x 32
  classes 100
  op conv { repeat 4 { conv 3x3 out 2c  bn } }
  op narrow { residual { conv 1x1 out c/2 } }
  stages 3 { block of 1..2 ops  reduce { sum { conv 3x3 stride 2 } { conv 2x2 valid } } }
  head { linear out classes }
}
space wide extends small { classes 10 }
network n { space wide stage 1: conv }
`,
  "space in full": `space full {
  input 3 x 32 x 32
  classes 100
  dataset "CIFAR-100"
  count flops as ptflops

  /// Four convolutions.
  op conv { repeat 4 { conv 3x3  bn  relu } } // no shortcut
  op mbconv { repeat 2 { residual { conv 3x3 out 2c  bn  relu  squeeze-excite  conv 1x1 out c } } }
  /// Nothing,
  /// where the shape stays.
  op identity { reshape { conv 1x1 out o stride s no-bias  bn } }

  stem { conv 3x3 out 32  bn /* before */ relu }
  stages 3 {
    block of 1..2 ops
    reduce {
      sum { conv 3x3 out 2c stride 2  bn  relu  conv 3x3  bn  relu }
          { conv 2x2 out 2c stride 2 valid  bn  relu }
    }
  }
  stage 4 { chain of 2 ops  first out c/2 stride 2 }
  stage 5 { block of 1 ops }
  head { global-avg-pool  linear out classes }
}
`,
  "words of spaces as names": `network conv { stage 1: op -> stem stage 2: sum(head, repeat) }
space of extends stages { op op { classes } op input { stem 3x3 first 2 { ops } } }
space chain { op "stage" { "conv" 3x3 } }
`,
  "contextual words as names": `network from { stage 1: seed -> budget stage 2: extends(to, lock) }
search algorithm { from from algorithm seed { population 3 } }
`,
  "nothing but comments": "// one\n/* two */ /// three\n",
  "nothing at all": "",
};
