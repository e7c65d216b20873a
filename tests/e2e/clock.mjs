// Preloaded into the command line: its clock stands at ROLLMARK_TEST_CLOCK when it starts, and goes on from there.

const RealDate = Date;
const shift = RealDate.parse(process.env.ROLLMARK_TEST_CLOCK) - RealDate.now();
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + shift);
    else super(...args);
  }
  static now() {
    return RealDate.now() + shift;
  }
};
