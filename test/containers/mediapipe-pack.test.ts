// Packs with their loaders beside them, in every form that Emscripten's packager has written; refusals are in test/hostile.
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import type { Archive } from '../../src/containers/container.ts';
import { openPack } from '../../src/containers/mediapipe-pack.ts';
import { openModel } from '../../src/model/open.ts';
import { memberOutcome } from '../hostile/archive-outcome.ts';
import { counting, folderDoor, textFile, weights } from '../model/memory-model.ts';

const pack = Uint8Array.from({ length: 100 }, (_, i) => i);

function open(loaders: Readonly<Record<string, string>>, bytes = pack, name = 'a.data'): Promise<Archive | undefined> {
  const beside = async (path: string) => {
    const text = loaders[path];
    return text === undefined ? undefined : memorySource(textFile(text), path);
  };
  return openPack(memorySource(bytes, name), { name, beside });
}

const forms: readonly (readonly [string, string])[] = [
  [
    'as MediaPipe ships it',
    'var Module = {}; (function() { loadPackage({"files": [{"filename": "/m/x.tflite", "start": 0, "end": 60}, {"filename": "/m/y.txt", "start": 60, "end": 100}], "remote_package_size": 100});\n\n })();',
  ],
  [
    'with sounds and an identity, as older packagers wrote it',
    'loadPackage({"files":[{"start":0,"audio":0,"end":60,"filename":"/m/x.tflite"},{"start":60,"audio":0,"end":100,"filename":"/m/y.txt"}],"remote_package_size":100,"package_uuid":"1b4"})',
  ],
  [
    'in single quotes',
    "loadPackage({'files': [{'filename': '/m/x.tflite', 'start': 0, 'end': 60}, {'filename': '/m/y.txt', 'start': 60, 'end': 100}], 'remote_package_size': 100});",
  ],
  [
    'minified',
    'e({files:[{filename:"/m/x.tflite",start:0,end:60},{filename:"/m/y.txt",start:60,end:1e2}],remote_package_size:100})',
  ],
  ['without its size', 'e({files:[{filename:"/m/x.tflite",start:0,end:60},{filename:"/m/y.txt",start:60,end:100}]})'],
  [
    'among other uses of the word',
    'files; var files={files:files};f({files:[1,2]});e({files:[{filename:"/m/x.tflite",start:0,end:60},{filename:"/m/y.txt",start:60,end:100}],remote_package_size:100})',
  ],
  [
    'beside the index of another pack',
    'e({files:[{filename:"/z",start:0,end:7}],remote_package_size:7});e({files:[{filename:"/m/x.tflite",start:0,end:60},{filename:"/m/y.txt",start:60,end:100}],remote_package_size:100})',
  ],
];

describe('openPack', () => {
  it.for(forms)('reads the index %s', async ([, loader]) => {
    const archive = await open({ 'a_loader.js': loader });
    expect(archive).toMatchObject({
      container: 'mediapipe-pack',
      members: [
        { path: 'm/x.tflite', size: 60, range: { start: 0, end: 60 } },
        { path: 'm/y.txt', size: 40, range: { start: 60, end: 100 } },
      ],
      problems: [],
      undeclaredBytes: 0,
    });
    expect(await memberOutcome(archive!, 'm/y.txt')).toEqual(pack.subarray(60));
  });

  it('looks into the program where there is no loader, or one without an index', async () => {
    const loader = forms[0]![1];
    expect((await open({ 'a.js': loader }))?.members.length).toBe(2);
    expect((await open({ 'a_loader.js': 'nothing', 'a.js': loader }))?.members.length).toBe(2);
  });

  it('is silent where nothing beside it has an index, or its name is no pack’s', async () => {
    const loader = forms[0]![1];
    expect(await open({})).toBeUndefined();
    expect(await open({ 'a_loader.js': 'e({files:[]})x({files:{}})' })).toBeDefined();
    expect(await open({ 'a_loader.js': 'e({files:{}})' })).toBeUndefined();
    expect(await open({ 'a.bin_loader.js': loader }, pack, 'a.bin')).toBeUndefined();
    expect(await openPack(memorySource(pack), { name: 'a.data' })).toBeUndefined();
    expect(await open({ 'a_loader.js': loader }, new Uint8Array(0))).toBeUndefined();
  });

  it('reports a pack that is shorter or longer than its index says, and gaps', async () => {
    const loader = { 'a_loader.js': forms[0]![1] };
    const short = await open(loader, pack.slice(0, 80));
    expect(short).toMatchObject({
      members: [{ path: 'm/x.tflite' }],
      problems: [{ code: 'source' }, { code: 'source' }],
    });
    const long = await open(loader, Uint8Array.of(...pack, 1, 2, 3));
    expect(long).toMatchObject({ members: { length: 2 }, problems: [{ code: 'source' }], undeclaredBytes: 3 });
    const gaps =
      'e({files:[{filename:"/x",start:10,end:60},{filename:"/y",start:70,end:100}],remote_package_size:100})';
    expect(await open({ 'a.js': gaps })).toMatchObject({ problems: [], undeclaredBytes: 20 });
  });
});

describe('a pack', () => {
  const first = weights(counting('a', 3));
  const second = weights(counting('b', 4));
  const bytes = new Uint8Array(Buffer.concat([first, second]));
  const index = [
    { filename: '/one.safetensors', start: 0, end: first.length },
    { filename: '/two.safetensors', start: first.length, end: bytes.length },
  ];
  const loader = textFile(`loadPackage(${JSON.stringify({ files: index, remote_package_size: bytes.length })})`);

  it('is opened as all its networks, though it begins like one of them', async () => {
    await using model = await openModel(folderDoor({ 'm/nets.data': bytes, 'm/nets_loader.js': loader }));
    expect(model.tensors.map(({ name, file }) => [name, file])).toEqual([
      ['a', 'm/nets.data!/one.safetensors'],
      ['b', 'm/nets.data!/two.safetensors'],
    ]);
    expect(await model.read(model.tensors[1]!, 0, 4)).toEqual(Float32Array.of(0, 1, 2, 3));
    expect(model.problems).toEqual([]);
  });

  it('is the file that it looks like where its loader is missing', async () => {
    await using model = await openModel(folderDoor({ 'nets.data': bytes }));
    expect(model.tensors.map(({ name }) => name)).toEqual(['a']);
    expect(model.problems).toMatchObject([{ code: 'format' }]);
  });
});
