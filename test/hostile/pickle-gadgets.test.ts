// Pickles that would run code if anything ran them: each is refused as unsafe, in every file that holds pickles, and nothing runs.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../src/bytes/memory.ts';
import { type ErrorCode, isForebearError } from '../../src/errors.ts';
import type { Header } from '../../src/formats/format.ts';
import { checkpointFormat } from '../../src/formats/pytorch/checkpoint.ts';
import { legacyFormat } from '../../src/formats/pytorch/legacy.ts';
import { pickleFormat } from '../../src/formats/pytorch/plain-pickle.ts';
import { sniff } from '../../src/formats/sniff.ts';
import { archiveOf } from '../formats/pytorch/stored-archive.ts';
import {
  assemble,
  bytes,
  dict,
  framed,
  global,
  type Piece,
  pickleOf,
  shortText,
  tensor,
  text,
} from './crafted-pickle.ts';
import { outcome } from './outcome.ts';

const folder = mkdtempSync(join(tmpdir(), 'forebear-pickle-'));
const marker = join(folder, 'ran');

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What every attack would do if anything ran it. */
const command = `touch ${marker}`;
const evaluated = `__import__('os').system('${command}')`;

/** A call with one text argument. */
const called = (module: string, name: string, argument = command): Piece[] => [
  global(module, name),
  text(argument),
  0x85,
  'R',
];

/** Protocol 0, without PROTO. */
const printable = (...pieces: readonly Piece[]): Uint8Array => assemble(...pieces, '.');

const hidden = (protocol: number, ...pieces: readonly Piece[]): Uint8Array => pickleOf(protocol, framed([...pieces]));

const gadgets: readonly (readonly [name: string, make: () => Uint8Array])[] = [
  ['os.system by REDUCE in protocol 0', () => printable(`cos\nsystem\n(S'${command}'\ntR`)],
  ['posix.system', () => pickleOf(2, ...called('posix', 'system'))],
  ['nt.system', () => pickleOf(2, ...called('nt', 'system'))],
  ['eval of Python 3', () => pickleOf(3, ...called('builtins', 'eval', evaluated))],
  ['exec of Python 2', () => pickleOf(2, ...called('__builtin__', 'exec', evaluated))],
  ['compile', () => pickleOf(2, ...called('builtins', 'compile', evaluated))],
  ['__import__', () => pickleOf(2, ...called('builtins', '__import__', 'os'))],
  ['open', () => pickleOf(2, global('builtins', 'open'), text(marker), text('w'), 0x86, 'R')],
  [
    'getattr upon getattr',
    () =>
      pickleOf(
        2,
        global('builtins', 'getattr'),
        assemble(global('builtins', 'getattr'), global('a', 'b'), text('__globals__'), 0x86, 'R'),
        assemble(text('system'), 0x86, 'R', text(command), 0x85, 'R'),
      ),
  ],
  ['INST', () => printable(`(S'${command}'\nios\nsystem\n`)],
  ['OBJ', () => printable(`(cos\nsystem\nS'${command}'\no`)],
  ['NEWOBJ', () => pickleOf(2, global('subprocess', 'Popen'), text(command), 0x85, 0x81)],
  ['NEWOBJ_EX', () => pickleOf(4, global('subprocess', 'Popen'), text(command), 0x85, dict(['shell', 0x88]), 0x92)],
  [
    'BUILD with a __setstate__ that is os.system',
    () =>
      pickleOf(
        2,
        global('a', 'B'),
        ')',
        0x81,
        dict(['__setstate__', assemble(global('os', 'system'))]),
        'b',
        text(command),
        'b',
      ),
  ],
  [
    'BUILD with any __setstate__',
    () => pickleOf(2, global('a', 'B'), ')', 0x81, dict(['__setstate__', assemble(global('a', 'c'))]), 'b'),
  ],
  [
    'BUILD with a __setstate__ among the slots',
    () => pickleOf(2, global('a', 'B'), ')', 0x81, 'N', dict(['__setstate__', assemble(global('a', 'c'))]), 0x86, 'b'),
  ],
  ['BUILD of a class itself', () => pickleOf(2, global('a', 'B'), dict(['run', assemble(global('a', 'c'))]), 'b')],
  ['BUILD twice', () => pickleOf(2, global('a', 'B'), ')', 0x81, dict(['x', 'N']), 'b', text(command), 'b')],
  [
    'STACK_GLOBAL with names out of the memo',
    () =>
      hidden(
        4,
        shortText('system'),
        0x94,
        '0',
        shortText('os'),
        0x94,
        '0',
        'h\x01h\x00',
        0x93,
        shortText(command),
        0x85,
        'R',
      ),
  ],
  ['STACK_GLOBAL with Python 2’s strings', () => pickleOf(2, 'U\x02osU\x06system', 0x93, text(command), 0x85, 'R')],
  ['a module of the system inside another', () => hidden(4, shortText('pathlib'), shortText('os.system'), 0x93)],
  ['an attribute of eval', () => hidden(4, shortText('builtins'), shortText('eval.__call__'), 0x93)],
  ['globals of an innocent function', () => hidden(4, shortText('a'), shortText('b.__globals__'), 0x93)],
  ['a dotted name in GLOBAL', () => pickleOf(4, ...called('pathlib', 'Path.unlink', marker))],
  ['a gadget in the second of two frames', () => pickleOf(4, framed(['N0']), framed(called('os', 'system')))],
  ['a gadget between tensors', () => pickleOf(2, dict(['a', 'N'], ['b', assemble(...called('os', 'system'))]))],
  ['a gadget that is named and never called', () => pickleOf(2, dict(['a', assemble(global('os', 'system'))]))],
  ['a gadget that is thrown away', () => pickleOf(2, ...called('os', 'system'), '0N')],
  [
    'functools.partial of a gadget',
    () => pickleOf(2, global('functools', 'partial'), global('os', 'system'), 0x85, 'R'),
  ],
  [
    'map over a gadget',
    () => pickleOf(2, global('builtins', 'map'), global('os', 'system'), '(', text(command), 'l', 0x86, 'R'),
  ],
  [
    'a pickle in bytes, with what would load it',
    () => pickleOf(3, global('pickle', 'loads'), bytes(pickleOf(2, ...called('os', 'system'))), 0x85, 'R'),
  ],
];

/** One from each kind of the denied table, each as a call. */
const weapons = `
  commands.getoutput subprocess.check_output pty.spawn os.popen posix.execv multiprocessing.util.spawnv_passfds
  asyncio.subprocess.create_subprocess_shell asyncio.unix_events._UnixSubprocessTransport._start
  distutils.spawn.spawn webbrowser.open socket.create_connection urllib.request.urlopen
  http.client.HTTPConnection smtplib.SMTP importlib.import_module pkgutil.resolve_name runpy.run_path
  imp.load_source zipimport.zipimporter timeit.timeit cProfile.run profile.run trace.Trace bdb.Bdb.run pdb.run
  doctest.debug_script code.InteractiveInterpreter codeop.compile_command
  idlelib.pyshell.ModifiedInterpreter.runcode pydoc.pipepager lib2to3.pgen2.pgen.ParserGenerator.make_label
  ctypes.CDLL shutil.rmtree tempfile.mktemp io.open codecs.open linecache.getlines fileinput.input sys.setattr
  sys.modules gc.get_objects inspect.currentframe operator.attrgetter operator.methodcaller _operator.attrgetter
  types.FunctionType types.CodeType pickle.loads _pickle.loads cPickle.loads dill.loads cloudpickle.loads
  marshal.loads shelve.open joblib.load numpy.load numpy.testing._private.utils.runstring
  numpy.f2py.crackfortran.getlincoef torch.load torch.hub.load torch.jit.load torch.package.PackageImporter
  torch.serialization.load torch._dynamo.guards.GuardBuilder.get torch._inductor.codecache.compile_file
  torch.utils.bottleneck.__main__.run_cprofile torch.utils.collect_env.run torch.utils._config_module.load_config
  torch.fx.graph_module.reduce_graph_module uuid._get_command_stdout platform._syscmd_ver
  _osx_support._read_output ensurepip._run_pip venv.create mymodule.system mymodule.Popen mymodule.exec
  threading.Thread weakref.finalize signal.signal
`
  .trim()
  .split(/\s+/)
  .map((full): readonly [string, string] => {
    const at = full.includes('.') ? full.lastIndexOf('.') : 0;
    return [full.slice(0, at), full.slice(at + 1)];
  });

/** The code of a refusal, or the header. */
async function read(make: () => Promise<Header>): Promise<Header | ErrorCode> {
  try {
    return await make();
  } catch (error) {
    if (isForebearError(error)) return error.code;
    throw error;
  }
}

const checkpoint = (data: Uint8Array, files: Readonly<Record<string, Uint8Array>> = {}): Promise<Header | ErrorCode> =>
  read(() => checkpointFormat.readHeader(archiveOf({ 'archive/data.pkl': data, ...files }), 'model.pt'));

const magic = assemble(0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.');
const opening = assemble(magic, pickleOf(2, 'M\xe9\x03'));

describe('pickles with gadgets', () => {
  it.for(gadgets)('refuses %s', { timeout: 2000 }, async ([, make]) => {
    expect(await outcome(pickleFormat, make())).toBe('unsafe');
    expect(await checkpoint(make())).toBe('unsafe');
    expect(await outcome(legacyFormat, assemble(opening, pickleOf(2, '}'), make()))).toBe('unsafe');
    expect(existsSync(marker)).toBe(false);
  });

  it.for(weapons)('refuses %s.%s', async ([module, name]) => {
    expect(await outcome(pickleFormat, pickleOf(2, ...called(module, name)))).toBe('unsafe');
    expect(await outcome(pickleFormat, hidden(4, shortText(module), shortText(name), 0x93))).toBe('unsafe');
    expect(existsSync(marker)).toBe(false);
  });
});

describe('refusals of gadgets', () => {
  it('name the global and where it stands', async () => {
    const file = pickleOf(2, 'N0', ...called('os', 'system'));
    await expect(pickleFormat.readHeader(memorySource(file, 'model.pkl'))).rejects.toMatchObject({
      code: 'unsafe',
      subject: 'model.pkl',
      found: 'os.system at byte 4, which starts other programs',
    });
  });

  it('come from every pickle of a file', async () => {
    const gadget = pickleOf(2, ...called('os', 'system'));
    const none = pickleOf(2, ']');
    expect(await outcome(legacyFormat, assemble(opening, gadget))).toBe('unsafe');
    expect(await outcome(legacyFormat, assemble(opening, pickleOf(2, '}'), none, gadget))).toBe('unsafe');
    expect(await checkpoint(none, { 'archive/constants.pkl': gadget })).toBe('unsafe');
  });

  it('come for a storage that is a legacy file with a gadget', async () => {
    const inner = assemble(opening, pickleOf(2, '}'), pickleOf(2, ...called('os', 'system')));
    const storage = assemble(global('torch.storage', '_load_from_bytes'), bytes(inner), 0x85, 'R');
    const view = [global('torch._utils', '_rebuild_tensor_v2'), '(', storage, 'K\x00)', ')', 0x89, '}tR'];
    expect(await outcome(pickleFormat, pickleOf(3, ...view))).toBe('unsafe');
  });

  it('come from sniffing a printable pickle, which is text like any other', async () => {
    const file = memorySource(printable(`cos\nsystem\n(S'${command}'\ntR`), 'notes.txt');
    const recognised = await sniff(file);
    expect(recognised).toMatchObject({ kind: 'format', format: { id: 'pickle' } });
  });
});

describe('pickles that only look like attacks', () => {
  it.for([
    ['a gadget as text', () => pickleOf(2, text('os'), text('system'), 0x86)],
    ['a pickle in bytes', () => pickleOf(3, bytes(pickleOf(2, ...called('os', 'system'))))],
    ['names that begin like a module of the system', () => pickleOf(2, global('osmium', 'Thing'))],
    ['an element type', () => pickleOf(2, global('torch', 'float32'))],
  ] as const)('accepts %s', async ([, make]) => {
    expect(await outcome(pickleFormat, make())).toMatchObject({ tensors: [], problems: [] });
  });

  it('lists unknown calls as one problem and keeps the tensors', async () => {
    const args = assemble(global('argparse', 'Namespace'), ')', 0x81, dict(['lr', 'K\x01']), 'b');
    const more = Array.from({ length: 10 }, (_, i): [string, Piece] => [`${i}`, assemble(global('a', `B${i}`), ')R')]);
    const data = pickleOf(2, dict(['args', args], ['w', tensor()], ...more));
    const header = await checkpoint(data, { 'archive/data/0': new Uint8Array(8) });
    expect((header as Header).metadata.get('pickle names')).toMatch(/^argparse\.Namespace a\.B0 a\.B1 /);
    expect(header).toMatchObject({
      tensors: [{ name: 'w', dtype: 'F32' }],
      problems: [
        {
          code: 'unsafe',
          lost: [],
          found: expect.stringMatching(
            /^calls that were not made, of argparse.Namespace \(byte \d+\), .* and 3 more$/,
          ) as unknown,
        },
      ],
    });
  });

  it('lists calls of what other calls would have returned', async () => {
    const header = await outcome(pickleFormat, pickleOf(2, global('a', 'b'), ')R)R'));
    expect(header).toMatchObject({
      problems: [{ code: 'unsafe', found: expect.stringContaining('the result of a call') as unknown }],
    });
  });
});
