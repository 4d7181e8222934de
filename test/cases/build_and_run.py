#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds a program with the compiler command that is given, and runs it."""

import os
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    program = os.path.join(folder, "program")
    subprocess.run([*sys.argv[1:], "-o", program], check=True)
    sys.exit(subprocess.run([program]).returncode)
