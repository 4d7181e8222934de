"""Runs a command, shows all it says and holds it to an exit status."""

import subprocess
import sys

wanted, command = int(sys.argv[1]), sys.argv[2:]
done = subprocess.run(
    command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
)
sys.stdout.write(done.stdout)
if done.returncode != wanted:
    sys.exit(f"exit status {done.returncode}, not {wanted}:\n{done.stdout}")
