// Names that no weights need and that attacks live on: where a pickle so much as names one, the whole file is refused.

export interface DeniedRow {
  /** The module and everything below it; `*` for every module. */
  readonly module: string;
  /** Undefined: every name in it. */
  readonly names?: readonly string[];
  /** What calling it could do, to be read after “which”. */
  readonly does: string;
}

const runs = 'starts other programs';
const evaluates = 'runs text as code';
const imports = 'imports or finds code by name';
const reaches = 'reaches any attribute of anything';
const connects = 'opens connections';
const writes = 'reads, writes or removes files';
const unpickles = 'unpickles or loads code again';
const makes = 'makes functions from bytes';

export const deniedGlobals: readonly DeniedRow[] = [
  // Whatever the module: these names are aliases of the real thing wherever they turn up.
  {
    module: '*',
    names: ['system', 'popen', 'Popen', 'execv', 'execve', 'execvp', 'execvpe', 'execl', 'execle', 'execlp'],
    does: runs,
  },
  {
    module: '*',
    names: ['spawnl', 'spawnle', 'spawnlp', 'spawnv', 'spawnve', 'spawnvp', 'posix_spawn', 'posix_spawnp', 'startfile'],
    does: runs,
  },
  { module: '*', names: ['check_output', 'check_call', 'getoutput', 'getstatusoutput'], does: runs },
  { module: '*', names: ['__import__', 'import_module', 'resolve_name'], does: imports },
  { module: '*', names: ['eval', 'exec', 'execfile', 'compile', 'runcode', 'runsource', 'run_code'], does: evaluates },

  // Python's own building blocks.
  ...['builtins', '__builtin__', '__builtins__'].flatMap((module): readonly DeniedRow[] => [
    { module, names: ['getattr', 'setattr', 'delattr', 'globals', 'locals', 'vars', '__build_class__'], does: reaches },
    { module, names: ['open', 'file'], does: writes },
    { module, names: ['apply', 'input', 'raw_input', 'breakpoint', 'help', 'reload'], does: evaluates },
  ]),
  { module: 'sys', does: reaches },
  { module: 'gc', does: reaches },
  { module: 'inspect', does: reaches },
  { module: 'operator', names: ['attrgetter', 'methodcaller', 'call'], does: reaches },
  { module: '_operator', names: ['attrgetter', 'methodcaller', 'call'], does: reaches },
  { module: 'types', names: ['FunctionType', 'LambdaType', 'CodeType', 'MethodType', 'CellType'], does: makes },
  { module: 'new', names: ['function', 'code', 'instancemethod', 'classobj'], does: makes },
  { module: 'ctypes', does: makes },
  { module: '_ctypes', does: makes },
  { module: 'cffi', does: makes },
  { module: 'signal', does: reaches },
  { module: 'atexit', does: evaluates },
  { module: 'threading', names: ['Thread', 'Timer'], does: evaluates },
  { module: '_thread', does: evaluates },
  { module: 'weakref', names: ['finalize'], does: evaluates },

  // The system.
  ...['os', 'posix', 'nt', 'posixpath', 'ntpath', 'popen2', 'subprocess', '_posixsubprocess', 'pty'].map(
    (module): DeniedRow => ({ module, does: runs }),
  ),
  { module: 'platform', names: ['_syscmd_ver', '_syscmd_file', '_syscmd_uname', 'DEV_NULL'], does: runs },
  { module: 'asyncio', does: runs },
  { module: 'multiprocessing', does: runs },
  { module: 'concurrent.futures', does: runs },
  { module: '_aix_support', does: runs },
  { module: '_osx_support', does: runs },
  { module: '_pyrepl', does: runs },
  { module: 'distutils', does: runs },
  { module: 'setuptools', does: runs },
  { module: 'pip', does: runs },
  { module: 'ensurepip', does: runs },
  { module: 'venv', does: runs },
  { module: 'webbrowser', does: runs },
  { module: 'antigravity', does: runs },
  { module: 'uuid', names: ['_get_command_stdout', '_popen'], does: runs },
  { module: 'shutil', does: writes },
  { module: 'tempfile', does: writes },
  { module: 'fileinput', does: writes },
  { module: 'linecache', does: writes },
  { module: 'glob', does: writes },
  { module: 'io', names: ['open', 'open_code', 'FileIO', 'OpenWrapper'], does: writes },
  { module: '_io', names: ['open', 'open_code', 'FileIO', 'OpenWrapper'], does: writes },
  { module: '_pyio', does: writes },
  { module: 'codecs', names: ['open'], does: writes },
  { module: 'tarfile', does: writes },
  { module: 'zipfile', does: writes },
  { module: 'sqlite3', does: writes },
  { module: 'dbm', does: writes },
  { module: 'mmap', does: writes },
  { module: 'mailbox', does: writes },
  { module: 'logging.config', does: evaluates },

  // Code by name, and tools that run it.
  ...['importlib', 'imp', 'pkgutil', 'runpy', 'zipimport', '_frozen_importlib', '_frozen_importlib_external'].map(
    (module): DeniedRow => ({ module, does: imports }),
  ),
  ...['codeop', 'bdb', 'pdb', 'timeit', 'cProfile', 'doctest', 'cgitb', 'idlelib', 'pydoc', 'lib2to3'].map(
    (module): DeniedRow => ({ module, does: evaluates }),
  ),
  ...['unittest', 'sysconfig', 'xmlrpc', 'compileall', 'py_compile', 'test.support', 'test.libregrtest'].map(
    (module): DeniedRow => ({ module, does: evaluates }),
  ),
  // Names that people give to modules of their own as well: only what Python's have in them.
  {
    module: 'code',
    names: ['InteractiveInterpreter', 'InteractiveConsole', 'interact', 'compile_command'],
    does: evaluates,
  },
  { module: 'trace', names: ['Trace'], does: evaluates },
  { module: 'profile', names: ['run', 'runctx', 'Profile'], does: evaluates },
  { module: 'site', names: ['addsitedir', 'addpackage', 'execsitecustomize', 'execusercustomize'], does: evaluates },
  { module: 'jinja2', does: evaluates },
  { module: 'numexpr', does: evaluates },
  { module: 'sympy', names: ['sympify', 'parse_expr'], does: evaluates },
  { module: 'pandas', names: ['eval', 'read_pickle', 'read_csv', 'read_html', 'read_json'], does: evaluates },

  // The network.
  ...['socket', '_socket', 'socketserver', 'ssl', 'urllib', 'urllib2', 'httplib', 'http', 'ftplib', 'imaplib'].map(
    (module): DeniedRow => ({ module, does: connects }),
  ),
  ...['nntplib', 'poplib', 'smtplib', 'telnetlib', 'requests', 'aiohttp', 'httpx', 'urllib3', 'paramiko'].map(
    (module): DeniedRow => ({ module, does: connects }),
  ),

  // Pickles in pickles.
  ...['pickle', '_pickle', 'cPickle', 'pickletools', 'dill', 'cloudpickle', 'marshal', 'shelve', 'jsonpickle'].map(
    (module): DeniedRow => ({ module, does: unpickles }),
  ),
  { module: 'joblib', names: ['load'], does: unpickles },
  { module: 'yaml', does: unpickles },

  // The same again inside PyTorch and NumPy.
  { module: 'torch', names: ['load', 'compile', 'import_ir_module'], does: unpickles },
  { module: 'torch.serialization', names: ['load', '_load', '_legacy_load', '_open_file'], does: unpickles },
  ...['torch.hub', 'torch.jit', 'torch.package', 'torch.ops', 'torch.classes', 'torch.multiprocessing'].map(
    (module): DeniedRow => ({ module, does: unpickles }),
  ),
  ...['torch._dynamo', 'torch._inductor', 'torch.fx.experimental', 'torch.testing', 'torch.utils.bottleneck'].map(
    (module): DeniedRow => ({ module, does: evaluates }),
  ),
  {
    module: 'torch.fx.graph_module',
    names: ['reduce_graph_module', 'reduce_deploy_graph_module', 'reduce_package_graph_module', '_forward_from_src'],
    does: evaluates,
  },
  ...['torch.utils.collect_env', 'torch.utils.cpp_extension', 'torch.distributed.nn.jit', 'torch._C._jit'].map(
    (module): DeniedRow => ({ module, does: runs }),
  ),
  ...['torch.utils._config_module', 'torch.utils.data.datapipes.utils.decoder', 'torch.utils.model_zoo'].map(
    (module): DeniedRow => ({ module, does: unpickles }),
  ),
  { module: 'numpy', names: ['load', 'loads', 'fromfile', 'save', 'savez'], does: unpickles },
  { module: 'numpy.lib.npyio', names: ['load', 'save', 'NpzFile', 'DataSource'], does: unpickles },
  ...['numpy.testing', 'numpy.f2py', 'numpy.distutils', 'numpy.ctypeslib'].map(
    (module): DeniedRow => ({ module, does: evaluates }),
  ),
];

/**
 * Modules that must not be reached as an attribute of another either: `pathlib` has `os` in it, and so `os.system`. Only
 * those whose names no honest class has.
 */
export const deniedSegments: ReadonlySet<string> = new Set([
  'os',
  'posix',
  'nt',
  'sys',
  'subprocess',
  'builtins',
  '__builtins__',
  '__builtin__',
  'importlib',
  'ctypes',
  'shutil',
  'socket',
  'pty',
  'runpy',
  'pickle',
]);
