// What is read of a repository at most. Everything beyond is passed over and said, so that no repository, however made, costs without end.

/** Of one object: text and code are far below; weights are above, and their names and sizes say enough. */
export const mostObjectBytes = 16_777_216;

/** Of one object that is a tree or a commit: the largest known trees have some 100,000 entries of 40 bytes. */
export const mostTreeEntries = 200_000;

/** Git itself writes chains of 50 deltas, and never more than 4,095. */
export const deepestDelta = 4_095;

/** Bytes made while one object is put together from its deltas: a chain of honest ones stays far below. */
export const mostChainBytes = 268_435_456;

/** Bytes unpacked in one run. At some 200 MB a second this is less than a minute. */
export const mostUnpackedBytes = 8_589_934_592;

/** Packs beyond this are not held in memory, and not read: a model's code repository has some MB, llama.cpp 300. */
export const mostPackBytes = 1_073_741_824;

/** Objects listed of all packs: the kernel of Linux has ten million, no model repository has a tenth of this. */
export const mostObjects = 2_000_000;

/** Commits that are walked. */
export const mostCommits = 200_000;

/** References that are followed. */
export const mostReferences = 100_000;

/** Bytes of packed-refs or of a bundle's header that are read. */
export const mostReferenceBytes = 16_777_216;

/** Folders within folders. */
export const deepestTree = 64;

/** Of a path, in UTF-16 units: what file systems allow. */
export const longestPath = 4_096;

/** Changes between commits and their first parents that are kept. */
export const mostChanges = 2_000_000;

/** Bytes of text searched in all revisions. */
export const mostTextBytes = 536_870_912;

/** Bytes of one text that are searched: longer ones are data. */
export const longestText = 2_097_152;

/** Bytes kept of objects that others are built from. */
export const cacheBytes = 67_108_864;

/** Entries compared between two trees: the kernel of Linux has 90,000 files. */
export const mostCompared = 400_000;

/** Entries compared in all: a folder that holds itself many times over would be walked for every commit. */
export const mostComparedInAll = 10_000_000;

/** Names compared between texts and their next revisions, in all: no public repository that we read is cut by it. */
export const mostNameSteps = 50_000_000;

/** Words of lines looked up in other lines, in all: no public repository that we read is cut by it. */
export const mostWordSteps = 500_000_000;
