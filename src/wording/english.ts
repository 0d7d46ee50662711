// The interface strings in English.
import { formatCount } from './numbers.ts';
import type { Texts } from './texts.ts';

export const english: Texts = {
  tag: 'en',
  separator: ', ',
  comma: ', ',
  colon: ': ',
  answers: {
    identical: '',
    derived: '',
    'partly-derived': '',
    'common-origin': '',
    independent: '',
    inconclusive: '',
  },
  answerMeanings: {
    identical: 'Every compared tensor holds the same values, whatever the names, files or layout.',
    derived: "The weights descend from the candidate's, or from a trained ancestor that both share.",
    'partly-derived': 'Some components descend from the candidate; others are not shown to.',
    'common-origin': 'The weights share an origin, but perhaps no more than their initial values.',
    independent: 'No kinship was found; the report states what would have been found.',
    inconclusive: 'Not enough could be read, or the evidence disagrees.',
  },
  directions: {
    'suspect-from-candidate': 'from candidate',
    'candidate-from-suspect': 'from suspect',
    undecided: 'undecided',
  },
  operations: {
    renamed: '',
    resharded: '',
    cast: '',
    requantised: '',
    noised: '',
    'fine-tuned': '',
    continued: '',
    'lora-merged': '',
    adapter: '',
    edited: '',
    pruned: '',
    narrowed: '',
    'layers-dropped': '',
    'depth-upscaled': '',
    upcycled: '',
    merged: '',
    permuted: '',
    rotated: '',
    rescaled: '',
    'vocabulary-changed': '',
    'component-reused': '',
    converted: '',
    relaid: '',
    folded: '',
  },
  operationParameters: {
    sigma: 'σ',
    relative: 'relative size',
    rank: 'rank',
    targets: 'in',
    alpha: 'α',
    interval: 'interval',
    bits: 'bits',
    format: 'format',
    zeroFraction: 'zeros',
    layerMap: 'blocks',
    keptUnits: 'units kept',
    addedTokens: 'tokens added',
  },
  tests: {
    'content-equality': 'equal content',
    'residual-alignment': 'channel order',
    'unit-coincidence': 'unit coincidence',
    'unit-response': 'unit response',
    'unit-match': 'unit pairing',
    'unit-gram': 'unit angles',
    'unit-assignment': 'unit assignment',
    'content-search': 'search by content',
    difference: 'difference',
    'norm-gains': 'norm gains',
    'norm-folding': 'folded norms',
    fallacies: 'look-alikes',
    'adapter-fit': 'adapter fit',
  },
  questions: {
    'content-equality': "Which tensors hold the candidate's values exactly?",
    'residual-alignment': "Do the residual channels stand in the candidate's order?",
    'unit-coincidence': 'Do hidden units stand at the same places in both models?',
    'unit-response': 'Do hidden units respond alike to the tokens that both models share?',
    'unit-match': 'Do hidden units agree once their order is disregarded?',
    'unit-gram': 'Do hidden units stand to one another as their namesakes do?',
    'unit-assignment': 'Can the units be found whatever their order and basis?',
    'content-search': 'Do rows of unnamed tensors stand anywhere in the candidate?',
    difference: 'What form does the difference between the two models have?',
    'norm-gains': 'Do the norm gains vary together, after centring?',
    'norm-folding': "Are kernels the candidate's times what its own batch norms multiply by?",
    fallacies: 'What looks like evidence here and is none?',
    'adapter-fit': "Do an adapter's products lie along this model's own weights?",
  },
  components: {
    text: 'text',
    vision: 'vision',
    audio: 'audio',
    projector: 'projector',
    embeddings: 'embeddings',
    whole: 'whole',
    other: 'other',
  },
  expert: (number) => `expert ${number}`,
  beside: (word, translation) => (translation === '' ? word : `${word} (${translation})`),
  unknownStatement: (id) => `[${id}: a sentence that this version does not know]`,

  title: 'Forebear report',
  subtitle: 'On the descent of model weights',
  notWrongdoing:
    'Descent is not wrongdoing. Most derivation is lawful; whether this one is, the licence decides, and this report does not.',
  suspect: 'Suspect',
  candidate: 'Candidate',
  candidateOf: (number, total) => (total === 1 ? 'Candidate' : `Candidate ${number} of ${total}`),
  modelLine: (tensors, parameters, formats, files) =>
    `${plural(tensors, 'tensor')}, ${plural(parameters, 'parameter')}, ${formats}, ${plural(files, 'file')}`,
  madeLine: (by, read, seed, alpha, hypotheses, calibration) =>
    `${by} · ${read} · seed ${seed} · threshold p ≤ ${alpha} · ${hypotheses} hypotheses · calibration ${calibration}`,
  readWords: { sample: 'sample read', full: 'read in full' },

  answer: 'Answer',
  atAGlance: 'At a glance',
  component: 'Component',
  componentsApart: 'Component by component',
  parameters: 'Parameters',
  pValue: 'p-value',
  operation: 'Operations',
  direction: 'Direction',
  noComponents: 'No component could be compared.',
  because: 'What the answer rests on',
  against: 'What speaks against it',
  notEvidence: 'Not evidence, and why',
  evidence: 'Evidence',
  test: 'Test',
  question: 'Question',
  statistic: 'Result',
  elementsRead: 'Elements read',
  inapplicable: 'not applicable',
  failed: 'failed',
  noEvidence: 'No test was run.',
  rawFigures: 'All figures of this test',
  andMore: (count) => ` and ${count} more`,
  rowsLeftOut: (count) => `${count} more rows are in the case file.`,
  renames: 'Rename map',
  renameFrom: "Candidate's name",
  renameTo: "Suspect's name",
  tensors: 'Tensors',
  noRenames: 'No systematic renaming was found.',
  rulesLeftOut: (count) => `${count} more rules are in the case file.`,
  pairing: (byName, byRename, byRole, byContent) =>
    `Tensors paired by name: ${byName}; by renaming rule: ${byRename}; by role: ${byRole}; by content: ${byContent}.`,
  unpaired: (suspect, candidate) => `Left unpaired: ${suspect} of the suspect, ${candidate} of the candidate.`,
  problems: 'Problems found while reading',
  problem: (subject, expected, found) => `${subject}: expected ${expected}, found ${found}.`,
  lostTensors: (count) => `Tensors lost by it: ${count}.`,
  limits: 'Limits',
  limitList: [
    'Only weights were examined: not behaviour, training data, code or documents.',
    'The p-value says how rare such findings are among unrelated models. It is not the probability that one model comes from the other.',
    'The weights do not tell who made a change, when, or with what intent.',
  ],
  coverage: (share, tensorsRead, tensorsTotal, bytes) =>
    `${share} of the suspect's parameters were compared: ${tensorsRead} of ${tensorsTotal} tensors, ${bytes} read.`,
  reproduce: 'How to reproduce',
  reproduceNote:
    'Replace each name by the place where the files lie. The same files, seed and version give the same case file byte for byte.',
  controls: 'Controls',
  controlsNull:
    "Built into the test of channel order: the suspect's channels are shuffled and the test is repeated. The shuffled results show what unrelated models of these shapes give.",
  controlsOthers: 'Every candidate of this case, judged by the same tests, thresholds and correction:',
  controlsNone:
    'No second candidate was given. An unrelated model of the same architecture, named as a further candidate, would show in the same table what no kinship looks like.',
  files: 'Files examined',
  file: 'File',
  bytes: 'Bytes',
  digest: 'SHA-256',
  notHashed: 'not hashed',
  glossary: 'Words used here',
  terms: [
    {
      term: 'Suspect, candidate',
      meaning: 'The model under examination, and a model it may come from. Neither word is a reproach.',
    },
    {
      term: 'Tensor',
      meaning: 'A named block of numbers. A model is a set of tensors; their numbers are its weights.',
    },
    {
      term: 'Component',
      meaning: 'A part with a task of its own, such as the language model or the vision encoder. Each is judged apart.',
    },
    {
      term: 'Residual channel',
      meaning:
        'One of the numbered lines along which all blocks of a network exchange values. Training fixes their order at random, so two trainings do not share it.',
    },
    {
      term: 'Hidden unit',
      meaning:
        'One inner cell of a block. As with channels, two separate trainings do not put the same cell in the same place.',
    },
    {
      term: 'p-value',
      meaning:
        'How often findings at least this strong would occur if the two models were unrelated; corrected here for everything that was tried.',
    },
    { term: 'σ (sigma)', meaning: 'The typical size of the difference between two numbers at the same place.' },
    { term: 'Correlation', meaning: 'How far two lists of numbers rise and fall together: 1 fully, 0 not at all.' },
  ],
  footer:
    'This page holds no script and loads nothing. It shows a case file, which holds all figures and can be judged again without the weights.',

  headline: {
    identical: (suspect, candidate) =>
      `Every compared tensor of ${suspect} holds the same values as its counterpart in ${candidate}.`,
    derived: (suspect, candidate) => `The findings support that the weights of ${suspect} descend from ${candidate}.`,
    derivedReverse: (suspect, candidate) =>
      `The findings support kinship, and the direction is the reverse: the weights of ${candidate} descend from ${suspect}.`,
    derivedUndecided: (suspect, candidate) =>
      `The findings support that ${suspect} and ${candidate} are kin: one descends from the other, or both from one trained ancestor.`,
    partly: (suspect, candidate, related, others) =>
      `The findings support that part of ${suspect} is kin to ${candidate} (${related}) and part is not shown to be (${others}).`,
    commonOrigin: (suspect, candidate) =>
      `The weights of ${suspect} and ${candidate} share an origin, but nothing shows that they share more than their initial values.`,
    independent: (suspect, candidate) => `No kinship between ${suspect} and ${candidate} was found.`,
    inconclusive: (suspect, candidate) =>
      `Whether ${suspect} comes from ${candidate} cannot be said from what could be read.`,
    operations: (list) => `What was done, as far as the weights tell: ${list}.`,
    chance: (p) =>
      `If the two models were unrelated, findings this strong would occur with a probability of at most ${p}.`,
    operationsAndChance: (list, p) =>
      `What was done, as far as the weights tell: ${list}; if the models were unrelated, findings this strong would occur with a probability of at most ${p}.`,
    power: (correlation, power) =>
      `Had the weights correlated by ${correlation} or more, the tests would have shown it with a probability of ${power}.`,
    noPower: 'How weak a trace the tests would have seen could not be determined.',
    caveatCoverage: (share) => `Only ${share} of the suspect's parameters could be compared; the rest is unknown.`,
    caveatAncestor:
      'A trained ancestor common to both would look the same, and descent is not wrongdoing: the licence decides.',
    caveatLawful: 'Descent is not wrongdoing: most derivation is lawful, and the licence decides.',
    caveatIndependent: 'This concerns weights alone, not training data, behaviour or code.',
    caveatInconclusive: 'This speaks neither for nor against the suspect.',
  },
  figures: {
    section: 'Figures',
    none: 'The evidence holds nothing that could be drawn.',
    histogramTitle: (component) => `The difference between the models: ${component}`,
    histogramDescription: (sigma, kurtosis, elements) =>
      `Histogram of the difference of ${elements} elements in units of its width, beside a normal distribution. Median width ${sigma}, excess kurtosis ${kurtosis}.`,
    histogramNote:
      'Bars: the measured difference. Line: a normal distribution of the same width. Added random noise follows the line; training leaves a taller peak and longer ends.',
    histogramX: 'difference, in units of its width σ',
    density: 'density',
    stripTitle: (component) => `Correlation with the candidate, tensor by tensor: ${component}`,
    stripDescription: (low, high, cells) =>
      `Grid of ${cells} tensors, block by block and role by role. The correlation of the weights lies between ${low} and ${high}.`,
    stripNote: (low, high) =>
      `One cell is one tensor; the stronger its colour, the closer its correlation with the candidate is to 1. Here the correlations lie between ${low} and ${high}. No cell: not compared.`,
    block: 'block',
    role: 'role',
    nullTitle: (component) => `What chance gives, and what was observed: ${component}`,
    nullDescription: (z, low, high, permutations) =>
      `Distribution of the test of channel order under chance: ${permutations} shuffles gave ${low} to ${high}. Observed: ${z}.`,
    nullNote:
      'Curve: what shuffled channels give; the bar beneath it spans the smallest and the largest shuffled result. Thick line: this pair of models.',
    nullX: 'z, the surplus of hits in standard deviations of chance',
    observed: 'observed',
    nullRange: 'shuffled, smallest to largest',
    from: 'from',
    to: 'to',
    measured: 'measured',
    normal: 'normal',
    correlation: 'correlation',
    quantity: 'Quantity',
    value: 'Value',
    data: 'The figures as a table',
  },
  statistics: {
    hits: (hits, sampled) => `${hits} of ${sampled} hits`,
    equal: (equal, total) => `${equal} of ${total} tensors equal`,
    sets: (sets) => `${sets} sets of labels`,
    folded: (tensors, error) => `${tensors} looked at, median factor error ${error}`,
    searched: (tensors, hypotheses) => `${tensors} tensors not found in ${hypotheses} comparisons`,
    lookAlikes: (figures) => `${figures} figures, none of them counted`,
    agreements: (agreements, units) => `${agreements} of ${units} units agree`,
    kurtosis: 'excess kurtosis',
    bitEqual: 'bit-equal',
    cosine: 'cosine',
  },
};

function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`;
}
