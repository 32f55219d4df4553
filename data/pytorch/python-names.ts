/**
 * Words and modules of Python up to 3.13 that the module of a network must not be called: the language's
 * keywords, the standard library, which it would stand before, and what is imported beside it.
 */
const takenModules = new Set(
  `and as assert async await break case class continue def del elif else except finally for from global if
  import in is lambda match nonlocal not or pass raise return try type while with yield

  abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii
  bisect builtins bz2 cprofile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys
  compileall concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses
  dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno
  faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass
  gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect
  io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math
  mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers
  opcode operator optparse os ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib
  poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue
  quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex
  shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants
  sre_parse ssl stat statistics string stringprep struct subprocess sunau symtable sys sysconfig syslog
  tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter token
  tokenize tomllib trace traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest
  urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp
  zipfile zipimport zlib zoneinfo

  functorch numpy torch torchgen torchvision train`.split(/\s+/),
);

/**
 * A network's name as that of a Python module, which its file is named after: `edge-v2` gives `edge_v2`.
 * Without an ending.
 */
export function moduleName(network: string): string {
  const name = wordsOf(network)
    .join("_")
    .replaceAll(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, "_")
    .toLowerCase()
    .slice(0, longestName);
  const isValid = startsName.test(name) && !takenModules.has(name);
  return isValid ? name : `network_${name}`.replace(/_$/, "");
}

/** Characters; a class needs no more either. */
const longestName = 60;

/** Names that classes of a module have, each of them once. */
export class ClassNames {
  private readonly taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken);
  }

  /** `mb3_k3` gives `Mb3K3`; with `kind` behind it, such as `Net`, where that is taken or none. */
  add(name: string, kind: string): string {
    const camelCase = wordsOf(name)
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
      .join("")
      .slice(0, longestName);
    const first = startsName.test(camelCase) ? camelCase : `${kind}${camelCase}`;
    let found = first;
    for (let count = 1; this.taken.has(found); count++)
      found = `${first}${kind}${count === 1 ? "" : count}`;
    this.taken.add(found);
    return found;
  }
}

/** Python takes identifiers as equal that NFKC makes equal. */
function wordsOf(name: string): readonly string[] {
  return (
    name
      .normalize("NFKC")
      .match(/[\p{L}\p{N}]+/gu)
      ?.flatMap(identifierWords) ?? []
  );
}

/** Without what is a letter or digit, but of no identifier. */
function identifierWords(word: string): readonly string[] {
  return word.match(/\p{XID_Continue}+/gu) ?? [];
}

const startsName = /^\p{XID_Start}/u;
