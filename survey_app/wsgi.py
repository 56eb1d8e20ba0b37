"""What the web server loads in each of its worker processes."""

import ctypes
import os
import signal
import sys
from multiprocessing import parent_process

from survey_app import create_app

PR_SET_PDEATHSIG = 1

# A worker ends with its master, however that one ends: none is left holding the port. Until it
# serves, a worker has the master's handlers, which would swallow any milder signal.
ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
master = parent_process()
if master is not None and master.pid != os.getppid():
    sys.exit()  # it had ended before the kernel knew whom to tell

app = create_app()
