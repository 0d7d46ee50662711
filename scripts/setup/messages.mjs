// Every sentence that set-up says to a person, in English and Chinese, and the two ways of saying one: a line, a timed step.

const english = {
  step: 'set-up: {0} …',
  took: '{0} s',
  failed: 'failed',
  node: 'Node {0}',
  dependencies: 'dependencies',
  kernels: 'WASM kernels',
  oracles: 'independent readers for the tests',
  chromium: "Chromium from Debian's packages",
  waiting: 'set-up: another set-up of this clone is at work, waiting for it',
  noPlatform: 'node: expected version {0} or newer, or a platform that has a package of it, found v{1} on {2}',
  noPlatformAdvice: 'Install Node {0} or newer and run the same command again.',
  noNpm: 'npm: expected npm on PATH, found none',
  noNpmAdvice: 'Install npm, which comes with Node, and run the same command again.',
  noChromium: 'set-up: no Chromium found, so the browser tests will be skipped',
  noChromiumInCi: 'chromium: expected a browser for the tests because CI is set, found none',
  unknownTask: 'task: expected one of {0}, found {1}',
  check: 'check: {0} {1} ({2} s)',
};

/** @type {typeof english} */
const chinese = {
  step: '准备:{0} …',
  took: '{0} 秒',
  failed: '失败',
  node: 'Node {0}',
  dependencies: '依赖包',
  kernels: 'WASM 内核',
  oracles: '供测试对照的独立读取程序',
  chromium: 'Debian 软件包中的 Chromium',
  waiting: '准备:本目录的另一个准备过程正在进行,等待其结束',
  noPlatform: 'node:需要 {0} 或更新的版本,或有对应软件包的平台;实际为 {2} 上的 v{1}',
  noPlatformAdvice: '请安装 Node {0} 或更新的版本,然后重新运行同一命令。',
  noNpm: 'npm:PATH 中应有 npm,未找到',
  noNpmAdvice: '请安装随 Node 提供的 npm,然后重新运行同一命令。',
  noChromium: '准备:未找到 Chromium,浏览器测试将被跳过',
  noChromiumInCi: 'chromium:已设置 CI,测试需要浏览器,未找到',
  unknownTask: '任务:应为 {0} 之一,实际为 {1}',
  check: '检查:{0} {1}({2} 秒)',
};

/**
 * The table for the person's language, read from the environment as the C library does.
 * @param {NodeJS.ProcessEnv} environment
 */
export function tableFor(environment) {
  const language = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return language.startsWith('zh') ? chinese : english;
}

/**
 * One sentence of the table with its places filled.
 * @param {keyof typeof english} key
 * @param {...(string | number)} values
 */
export function message(key, ...values) {
  return tableFor(process.env)[key].replace(/\{(\d)\}/g, (_, place) => String(values[Number(place)] ?? ''));
}

/**
 * A line on standard error.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Says what begins, does it, and says how long it took on the same line; a failure passes through.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const begun = performance.now();
  process.stderr.write(message('step', what));
  try {
    const result = await work();
    process.stderr.write(` ${message('took', seconds(begun))}\n`);
    return result;
  } catch (error) {
    process.stderr.write(` ${message('failed')}\n`);
    throw error;
  }
}

/**
 * Seconds since `begun` (from `performance.now()`), short enough for a line.
 * @param {number} begun
 */
export function seconds(begun) {
  const passed = (performance.now() - begun) / 1000;
  return passed < 10 ? passed.toFixed(1) : passed.toFixed(0);
}
