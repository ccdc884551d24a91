// What the first visit costs over the wire, printed at every build and held to a limit.
const KIB = 1024;
const FIRST_LOAD = { limit: 60 * KIB, page: 8 * KIB, names: ["app.css", "app.js", "icons.svg"] };

export function budgets(output) {
  let sum = FIRST_LOAD.page;
  for (const name of FIRST_LOAD.names) {
    const size = output.size(name);
    sum += size;
    console.log(`${name.padEnd(12)} ${kib(size)}`);
  }
  console.log(`first load   ${kib(sum)} of ${kib(FIRST_LOAD.limit)} (with ${kib(FIRST_LOAD.page)} set aside for the page)`);
  if (sum > FIRST_LOAD.limit) throw new Error("the first load is over its budget");
}

const kib = (bytes) => `${(bytes / KIB).toFixed(1)} KiB`;
