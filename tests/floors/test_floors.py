#!/usr/bin/env python3
"""The floors of this checkout, and of small trees with one violation each."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import floors

OWNERS = {"status": "base", "document": "document"}
LIBRARIES = ["zlib.h", "zstd.h"]

# A tree without a violation; each test changes one file.
CLEAN = {
    "include/kembar/status.h": "#include <stdint.h>\n",
    "include/kembar/document.h": '#include "kembar/status.h"\n',
    "src/base/alloc.h": "#include <stddef.h>\n",
    "src/base/alloc.c": '#include "base/alloc.h"\n#include "kembar/status.h"\n',
    "src/document/document.h": '#include "base/alloc.h"\n#include "kembar/document.h"\n',
    "src/read/gzip.c": '#include <zlib.h>\n\n#include "document/document.h"\n',
    "src/read/json.cpp": "#include <cstring>\n",
    "src/cli/main.c": '#include <stdio.h>\n\n#include "args.h"\n#include "kembar/document.h"\n',
    "src/cli/args.h": '/*\n#include "nowhere.h"\n*/\n// #include <nowhere.h>\n',
}


def violations_with(changes):
    with tempfile.TemporaryDirectory() as root:
        for name, text in {**CLEAN, **changes}.items():
            path = Path(root, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return floors.check_tree(root, OWNERS, LIBRARIES)


class Fixtures(unittest.TestCase):
    def assert_only(self, violations, start, *words):
        self.assertEqual(len(violations), 1, violations)
        self.assertTrue(violations[0].startswith(start), violations)
        for word in words:
            self.assertIn(word, violations[0])

    def test_clean_tree_passes(self):
        self.assertEqual(violations_with({}), [])

    def test_floor_above(self):
        changes = {"src/base/alloc.c": '\n#  include "document/document.h"\n'}
        self.assert_only(violations_with(changes), "src/base/alloc.c:2:", "floor document")

    def test_floor_above_by_relative_path(self):
        changes = {"src/base/alloc.c": '#include "../document/document.h"\n'}
        self.assert_only(violations_with(changes), "src/base/alloc.c:1:", "floor document")

    def test_public_header_of_a_floor_above(self):
        changes = {"src/base/alloc.c": '#include "kembar/document.h"\n'}
        self.assert_only(violations_with(changes), "src/base/alloc.c:1:", "public header of document")

    def test_public_header_upwards(self):
        changes = {"include/kembar/status.h": '#include "kembar/document.h"\n'}
        self.assert_only(violations_with(changes), "include/kembar/status.h:1:", "above")

    def test_public_header_with_a_private_one(self):
        changes = {"include/kembar/document.h": '#include "../../src/base/alloc.h"\n'}
        self.assert_only(violations_with(changes), "include/kembar/document.h:1:", "not installed")

    def test_command_with_a_private_header(self):
        changes = {"src/cli/main.c": '#include "../document/document.h"\n'}
        self.assert_only(violations_with(changes), "src/cli/main.c:1:", "public headers alone")

    def test_command_does_not_see_the_source_folder(self):
        changes = {"src/cli/main.c": '#include "base/alloc.h"\n'}
        self.assert_only(violations_with(changes), "src/cli/main.c:1:", "no header")

    def test_command_with_a_library(self):
        changes = {"src/cli/main.c": "#include <zstd.h>\n"}
        self.assert_only(violations_with(changes), "src/cli/main.c:1:", "public headers alone")

    def test_library_in_two_files(self):
        violations = violations_with({"src/document/document.c": "#include <zlib.h>\n"})
        self.assertEqual(len(violations), 2, violations)
        self.assertTrue(violations[0].startswith("src/document/document.c:1:"), violations)
        self.assertTrue(violations[1].startswith("src/read/gzip.c:1:"), violations)

    def test_unknown_system_header(self):
        changes = {"src/read/gzip.c": "#include <lzma.h>\n"}
        self.assert_only(violations_with(changes), "src/read/gzip.c:1:", "<lzma.h>")

    def test_missing_header(self):
        changes = {"src/read/gzip.c": '#include "read/nowhere.h"\n'}
        self.assert_only(violations_with(changes), "src/read/gzip.c:1:", "nowhere.h")

    def test_public_header_without_owner(self):
        changes = {"include/kembar/orphan.h": ""}
        self.assert_only(violations_with(changes), "include/kembar/orphan.h:1:", "owners.txt")

    def test_folder_that_is_no_floor(self):
        changes = {"src/util/misc.c": ""}
        self.assert_only(violations_with(changes), "src/util/misc.c:1:", "no floor")

    def test_empty_tree_fails(self):
        with tempfile.TemporaryDirectory() as root:
            self.assertIn("no source files found", floors.check_tree(root, {}, []))


class Checkout(unittest.TestCase):
    def test_this_checkout_is_clean(self):
        script = Path(floors.__file__)
        result = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, "\n" + result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
