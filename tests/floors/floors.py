#!/usr/bin/env python3
"""Checks that each floor of the source includes only its own headers and those of floors below.

Usage: floors.py [ROOT]. ROOT holds include/kembar and src; the tables lie beside this script.
Prints one line a violation; exit code 1 when there is one.
"""

import re
import sys
from pathlib import Path

# Lowest first; a folder of src/ that is not named here is a violation.
FLOORS = (
    "base text document read lexicon model clean feature pair cluster index pipeline eval report cli"
).split()

SYSTEM_HEADERS = set(
    # C17 without threads.h: threads are made in one place, with pthread.h.
    """assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h
    setjmp.h signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h
    stdnoreturn.h string.h tgmath.h time.h uchar.h wchar.h wctype.h"""
    # POSIX and Linux
    """ dirent.h fcntl.h fnmatch.h ftw.h getopt.h glob.h langinfo.h malloc.h poll.h sched.h strings.h
    sys/file.h sys/ioctl.h sys/mman.h sys/random.h sys/resource.h sys/stat.h sys/statvfs.h sys/sysinfo.h
    sys/time.h sys/times.h sys/types.h sys/uio.h sys/utsname.h sys/wait.h termios.h unistd.h"""
    # the compiler's own
    """ arm_neon.h cpuid.h immintrin.h x86intrin.h""".split()
)

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def read_table(path):
    """Lines of words, without comments."""
    lines = (line.split("#")[0].split() for line in path.read_text().splitlines())
    return [line for line in lines if line]


class Checker:
    def __init__(self, root, owners, libraries):
        self.root = root
        self.owners = owners
        self.libraries = {header: [] for header in libraries}
        self.violations = []

    def fail(self, path, line, message):
        self.violations.append(f"{path.relative_to(self.root)}:{line}: {message}")

    def floor_of(self, path):
        """The floor that a project file stands on, None when it has no known one."""
        parts = path.relative_to(self.root).parts
        if parts[:2] == ("include", "kembar"):
            return self.owners.get(path.stem)
        return parts[1] if len(parts) > 2 and parts[1] in FLOORS else None

    def resolve(self, path, name):
        """The project file that a quoted include means; as the compiler looks, for this floor."""
        folders = [path.parent, self.root / "include"]
        if self.floor_of(path) != "cli":
            folders.append(self.root / "src")
        for folder in folders:
            if (folder / name).is_file():
                return (folder / name).resolve()
        return None

    def check_project_include(self, path, line, name):
        target = self.resolve(path, name)
        if target is None:
            self.fail(path, line, f'"{name}" is no header that this floor may include')
            return
        own, other = self.floor_of(path), self.floor_of(target)
        if own is None or other is None:
            return  # check_place has said so
        public = target.is_relative_to(self.root / "include")
        if path.is_relative_to(self.root / "include") and not public:
            self.fail(path, line, f'a public header includes "{name}", which is not installed')
        elif own == "cli" and not public and other != "cli":
            self.fail(path, line, f'the command includes "{name}": it uses public headers alone')
        elif FLOORS.index(other) > FLOORS.index(own):
            what = f"public header of {other}" if public else f"floor {other}"
            self.fail(path, line, f'{own} includes "{name}" of a floor above it ({what})')

    def check_system_include(self, path, line, name):
        if name in self.libraries:
            self.libraries[name].append((path, line))
        elif path.suffix == ".cpp" and "." not in name:
            pass  # the C++ library
        elif name not in SYSTEM_HEADERS:
            self.fail(path, line, f"<{name}> is in no table: a new library goes into libraries.txt")
        if name in self.libraries and self.floor_of(path) == "cli":
            self.fail(path, line, f"the command includes <{name}>: it uses public headers alone")

    def check_place(self, path):
        if self.floor_of(path) is None:
            table = "owners.txt" if path.is_relative_to(self.root / "include") else "FLOORS"
            self.fail(path, 1, f"stands on no floor: {table} does not name it")

    def check_file(self, path):
        self.check_place(path)
        # Comments go, their line ends stay.
        text = COMMENT.sub(lambda m: "\n" * m.group().count("\n"), path.read_text("utf-8"))
        for match in INCLUDE.finditer(text):
            line = text.count("\n", 0, match.start(1)) + 1
            if match.group(1) == '"':
                self.check_project_include(path, line, match.group(2))
            else:
                self.check_system_include(path, line, match.group(2))

    def check_libraries(self):
        for header, users in self.libraries.items():
            if len({path for path, _ in users}) > 1:
                for path, line in users:
                    others = ", ".join(
                        sorted({str(p.relative_to(self.root)) for p, _ in users if p != path})
                    )
                    self.fail(path, line, f"<{header}> is included by {others} too")

    def check_owners(self):
        for name, floor in self.owners.items():
            header = self.root / "include" / "kembar" / f"{name}.h"
            if floor not in FLOORS:
                self.violations.append(f"owners.txt: {floor}, owner of {name}.h, is no floor")
            if not header.is_file():
                self.violations.append(f"owners.txt: there is no include/kembar/{name}.h")

    def run(self):
        files = [
            path
            for top in ("include", "src")
            for path in (self.root / top).rglob("*")
            if path.suffix in (".h", ".c", ".cpp")
        ]
        if not files:
            self.violations.append("no source files found")
        for path in sorted(files):
            self.check_file(path)
        self.check_libraries()
        self.check_owners()
        return self.violations


def check_tree(root, owners, libraries):
    """The violations of the tree under `root`, as lines of text."""
    return Checker(Path(root).resolve(), owners, libraries).run()


def main():
    here = Path(__file__).resolve().parent
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent.parent
    owners = dict(read_table(here / "owners.txt"))
    libraries = [header for (header,) in read_table(here / "libraries.txt")]
    violations = check_tree(root, owners, libraries)
    for violation in violations:
        print(violation)
    print(f"floors: {len(violations)} violations" if violations else "floors: clean")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
